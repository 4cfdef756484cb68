package io.asyncsqlite.internal.engine;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The functions and collations of one connection. Connection's thread only.
 *
 * <p>SQLite gets one native function for each kind of call, made when it is first needed, in the memory of the connection. A definition is a key that
 * SQLite hands back with each call, so it takes no native memory of ours. SQLite gives the key back when it forgets the definition: at a replacement,
 * a removal, a failure to define, or when the connection closes. The state of a group is found by a key in the memory that SQLite keeps for the group.
 *
 * <p>An exception in native code would end the process: each call catches every Throwable.
 */
@SuppressWarnings("restricted") // SQLite calls back only while the connection is open, and then lives the arena.
final class Functions {

    private static final FunctionDescriptor CALL = FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor END = FunctionDescriptor.ofVoid(JAVA_LONG);
    private static final FunctionDescriptor COMPARE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);

    private final long db;
    private final Arena arena;
    private final Questions questions;
    private final CallbackFailures failures;
    private final Map<Long, Object> defined = new HashMap<>();
    private final Map<Long, OpenGroup> groups = new HashMap<>();
    private final Map<String, Long> stubs = new HashMap<>();
    private long lastKey;

    Functions(long db, Arena arena, Questions questions, CallbackFailures failures) {
        this.db = db;
        this.arena = arena;
        this.questions = questions;
        this.failures = failures;
    }

    /** The addresses of the functions of aggregates. */
    record AggregateStubs(long step, long last, long value, long inverse, long destroy) {}

    /** A collation. */
    private record Order(String name, Comparator<String> order) {}

    /** Defines a function, and returns SQLite's code. */
    int create(EngineFunction function, byte[] name) {
        long destroy = stub("forget", END);
        if (function.body() instanceof EngineFunction.Aggregate aggregate) {
            AggregateStubs all = new AggregateStubs(
                    stub("step", CALL), stub("last", END), stub("value", END), stub("inverse", CALL), destroy);
            long key = key(function);
            return Calls.createAggregate(
                    db, name, function.arguments(), function.flags(), key, all, aggregate.isWindow());
        }
        long call = stub("call", CALL);
        return Calls.createFunction(db, name, function.arguments(), function.flags(), key(function), call, destroy);
    }

    int remove(byte[] name, int arguments) {
        return Calls.createFunction(db, name, arguments, 0, 0, 0, 0);
    }

    int createCollation(String name, byte[] utf8, Comparator<String> order) {
        long compare = stub("compare", COMPARE);
        long destroy = stub("forget", END);
        long key = key(new Order(name, order));
        int code = Calls.createCollation(db, utf8, key, compare, destroy);
        if (code != 0) {
            forget(key);
        }
        return code;
    }

    int removeCollation(byte[] name) {
        return Calls.createCollation(db, name, 0, 0, 0);
    }

    private long key(Object definition) {
        defined.put(++lastKey, definition);
        return lastKey;
    }

    private long stub(String method, FunctionDescriptor descriptor) {
        return stubs.computeIfAbsent(method, name -> {
            try {
                MethodHandle handle =
                        MethodHandles.lookup().findVirtual(Functions.class, name, descriptor.toMethodType());
                return Linker.nativeLinker()
                        .upcallStub(handle.bindTo(this), descriptor, arena)
                        .address();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a method of this class is missing", e);
            }
        });
    }

    /** A call for a function. */
    private interface Call {

        void of(EngineFunction function) throws Exception;
    }

    private void guarded(long context, Call call) {
        String name = "";
        boolean before = questions.begin();
        try {
            EngineFunction function = (EngineFunction) Objects.requireNonNull(defined.get(Calls.userData(context)));
            name = function.name();
            call.of(function);
        } catch (Throwable e) {
            report(context, name, e);
        } finally {
            questions.end(before);
        }
    }

    private void report(long context, String function, Throwable e) {
        try {
            Calls.error(context, failures.note(function, e));
        } catch (Throwable again) {
            failures.pend(function, e);
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private void call(long context, int count, long values) {
        guarded(
                context,
                function -> Calls.result(
                        context, ((EngineFunction.Scalar) function.body()).call(arguments(count, values))));
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private void step(long context, int count, long values) {
        guarded(context, function -> group(context, function).step(arguments(count, values)));
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private void inverse(long context, int count, long values) {
        guarded(context, function -> group(context, function).inverse(arguments(count, values)));
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private void value(long context) {
        guarded(
                context,
                function -> Calls.result(context, group(context, function).value()));
    }

    /** Called for every group, also for one whose statement was stopped, and for one without rows. */
    @SuppressWarnings("unused") // Called by SQLite.
    private void last(long context) {
        guarded(context, function -> {
            long address = Calls.aggregateContext(context, 0);
            OpenGroup group = address == 0 ? null : groups.remove(Native.longAt(address));
            OpenGroup present = group == null ? new OpenGroup((EngineFunction.Aggregate) function.body()) : group;
            Calls.result(context, present.value());
        });
    }

    private OpenGroup group(long context, EngineFunction function) {
        long address = Calls.aggregateContext(context, Long.BYTES);
        if (address == 0) {
            throw new OutOfMemoryError("SQLite has no memory for a group");
        }
        long key = Native.longAt(address);
        if (key == 0) {
            key = ++lastKey;
            Native.setLong(address, key);
        }
        return groups.computeIfAbsent(key, unknown -> new OpenGroup((EngineFunction.Aggregate) function.body()));
    }

    private static @Nullable Object[] arguments(int count, long values) {
        @Nullable Object[] arguments = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = Calls.value(Native.longAt(values + (long) i * Long.BYTES));
        }
        return arguments;
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private int compare(long key, int leftLength, long left, int rightLength, long right) {
        if (failures.isPending()) {
            return 0;
        }
        boolean before = questions.begin();
        String name = "";
        try {
            Order order = (Order) Objects.requireNonNull(defined.get(key));
            name = order.name();
            return order.order().compare(text(left, leftLength), text(right, rightLength));
        } catch (Throwable e) {
            failures.pend(name, e);
            return 0;
        } finally {
            questions.end(before);
        }
    }

    private static String text(long address, int length) {
        if (length == 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        Native.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Called when SQLite forgets a definition. */
    private void forget(long key) {
        defined.remove(key);
    }
}
