package io.asyncsqlite.internal.engine;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * The functions that SQLite calls while it runs a statement. An exception in native code would end the process, so it is caught,
 * and the answer is to give up. During a call the connection must not be used; it checks {@link #beingAsked()}. Connection's
 * thread only.
 */
@SuppressWarnings("restricted") // SQLite calls back only while the connection is open, and then lives the arena.
final class Questions {

    /** Of both questions that every connection has: one kind of function is linked sooner than two. Without attempts the second is not defined. */
    private static final FunctionDescriptor QUESTION = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final FunctionDescriptor AUTHORIZER =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor TRACE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final FunctionDescriptor UPDATE =
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final Arena arena;
    private boolean beingAsked;

    Questions(Arena arena) {
        this.arena = arena;
    }

    boolean beingAsked() {
        return beingAsked;
    }

    /** Notes that SQLite calls back, and returns what to end the call with. */
    boolean begin() {
        boolean before = beingAsked;
        beingAsked = true;
        return before;
    }

    void end(boolean before) {
        beingAsked = before;
    }

    /** Returns a function for {@code sqlite3_progress_handler}. */
    MemorySegment progress(BooleanSupplier stop) {
        return stub("stop", BooleanSupplier.class, stop, QUESTION);
    }

    /** Returns a function for {@code sqlite3_busy_handler}. */
    MemorySegment busy(IntPredicate again) {
        return stub("again", IntPredicate.class, again, QUESTION);
    }

    /** Returns a function for {@code sqlite3_set_authorizer}. */
    MemorySegment authorizer(AuthorizationQuestion question) {
        return stub("decide", AuthorizationQuestion.class, question, AUTHORIZER);
    }

    /** Returns a function for {@code sqlite3_trace_v2}. */
    MemorySegment trace(TraceEvent event) {
        return stub("tell", TraceEvent.class, event, TRACE);
    }

    /** An event of a statement. */
    interface TraceEvent {

        /** Called at an event. The meaning of the address {@code detail} depends on the event. */
        void happened(int event, long statement, long detail);
    }

    /** Returns a function for {@code sqlite3_update_hook}. */
    MemorySegment update(ChangeEvent event) {
        return stub("change", ChangeEvent.class, event, UPDATE);
    }

    /** A change of a row. */
    interface ChangeEvent {

        /** Called for each row, with what SQLite does to it and the address of the table's name. */
        void changed(int action, long table);
    }

    private MemorySegment stub(String method, Class<?> type, Object question, FunctionDescriptor descriptor) {
        MethodType java = descriptor.toMethodType().insertParameterTypes(0, type);
        try {
            MethodHandle handle = MethodHandles.lookup().findVirtual(Questions.class, method, java);
            return Linker.nativeLinker()
                    .upcallStub(MethodHandles.insertArguments(handle, 0, this, question), descriptor, arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class is missing", e);
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private long stop(BooleanSupplier question, long context, long undefined) {
        beingAsked = true;
        try {
            return question.getAsBoolean() ? 1 : 0;
        } catch (Throwable e) {
            return 1;
        } finally {
            beingAsked = false;
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private long again(IntPredicate question, long context, long attempts) {
        beingAsked = true;
        try {
            return question.test((int) attempts) ? 1 : 0;
        } catch (Throwable e) {
            return 0;
        } finally {
            beingAsked = false;
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private int decide(
            AuthorizationQuestion question,
            long context,
            int action,
            long first,
            long second,
            long database,
            long source) {
        boolean before = begin();
        try {
            return question.decide(
                    action,
                    Native.stringOrNull(first),
                    Native.stringOrNull(second),
                    Native.stringOrNull(database),
                    Native.stringOrNull(source));
        } catch (Throwable e) {
            return AuthorizationQuestion.DENY;
        } finally {
            end(before);
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private void change(ChangeEvent event, long context, int action, long database, long table, long rowid) {
        boolean before = begin();
        try {
            event.changed(action, table);
        } catch (Throwable e) {
            // Only a missing memory can be the reason, which the next call reports.
        } finally {
            end(before);
        }
    }

    @SuppressWarnings("unused") // Called by SQLite.
    private int tell(TraceEvent trace, int event, long context, long statement, long detail) {
        boolean before = begin();
        try {
            trace.happened(event, statement, detail);
        } catch (Throwable e) {
            // The exception cannot be reported here, and the statement goes on.
        } finally {
            end(before);
        }
        return 0;
    }
}
