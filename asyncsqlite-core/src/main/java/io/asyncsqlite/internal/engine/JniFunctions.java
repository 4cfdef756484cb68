package io.asyncsqlite.internal.engine;

import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * The functions and collations of one connection of the driver. An exception must not stay pending in native code, so each callback catches every
 * Throwable. The driver keeps them from being collected until SQLite forgets them. Connection's thread only.
 */
final class JniFunctions {

    private static final byte[] NO_BYTES = {};

    private final SQLiteConnection connection;
    private final DB db;
    private final Charset encoding;
    private final CallbackFailures failures;

    JniFunctions(SQLiteConnection connection, Charset encoding, CallbackFailures failures) {
        this.connection = connection;
        this.db = connection.getDatabase();
        this.encoding = encoding;
        this.failures = failures;
    }

    void create(EngineFunction function) throws EngineException {
        register(function, callback(function));
    }

    private Function callback(EngineFunction function) {
        String name = function.name();
        if (function.body() instanceof EngineFunction.Scalar scalar) {
            return new ScalarFunction(name, scalar);
        }
        EngineFunction.Aggregate aggregate = (EngineFunction.Aggregate) function.body();
        return aggregate.isWindow() ? new WindowFunction(name, aggregate) : new AggregateFunction(name, aggregate);
    }

    /** Puts a function that fails in place of one: the driver cannot remove a function with a fixed number of arguments. */
    void remove(String name, int arguments) throws EngineException {
        EngineFunction.Scalar removed = values -> {
            throw new UnfitValueException("it was removed", new IllegalStateException("the function was removed"));
        };
        register(new EngineFunction(name, arguments, 0, removed), new ScalarFunction(name, removed));
    }

    private void register(EngineFunction function, Function callback) throws EngineException {
        try {
            Function.create(connection, function.name(), callback, function.arguments(), function.flags());
        } catch (SQLException e) {
            throw refused(e, "function");
        }
    }

    void createCollation(String name, Comparator<String> order) throws EngineException {
        try {
            Collation.create(connection, name, new Order(name, order));
        } catch (SQLException e) {
            throw refused(e, "collation");
        }
    }

    void removeCollation(String name) throws EngineException {
        try {
            Collation.destroy(connection, name);
        } catch (SQLException e) {
            throw refused(e, "collation");
        }
    }

    /** The driver drops SQLite's code. With a name that was checked only a running statement keeps SQLite from a change. */
    private static EngineException refused(SQLException e, String what) {
        return new EngineException(Codes.SQLITE_BUSY, "the " + what + " cannot be changed now: " + e.getMessage());
    }

    private @Nullable Object[] arguments(Function call, int count) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = argument(call, i);
        }
        return values;
    }

    private @Nullable Object argument(Function call, int index) throws SQLException {
        return switch (db.value_type(call, index)) {
            case Codes.SQLITE_INTEGER -> db.value_long(call, index);
            case Codes.SQLITE_FLOAT -> db.value_double(call, index);
            case Codes.SQLITE_TEXT -> text(bytes(call, index));
            case Codes.SQLITE_BLOB -> bytes(call, index);
            default -> null;
        };
    }

    private Object text(byte[] bytes) {
        return MalformedText.orText(bytes, bytes.length, encoding);
    }

    private byte[] bytes(Function call, int index) throws SQLException {
        byte[] bytes = db.value_blob(call, index);
        return bytes == null ? NO_BYTES : bytes;
    }

    /** What a callback does. */
    private interface Call {

        void run() throws Exception;
    }

    /** Gives SQLite the message of a failure. */
    private interface ErrorSink {

        void error(String message) throws SQLException;
    }

    private void guarded(String function, ErrorSink sink, Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            report(function, sink, e);
        }
    }

    private void report(String function, ErrorSink sink, Throwable e) {
        try {
            sink.error(failures.note(function, e));
        } catch (Throwable again) {
            failures.pend(function, e);
        }
    }

    // The driver lets only a subclass set a result, so each of the three kinds does it.

    private final class ScalarFunction extends Function {

        private final String name;
        private final EngineFunction.Scalar body;

        ScalarFunction(String name, EngineFunction.Scalar body) {
            this.name = name;
            this.body = body;
        }

        @Override
        protected void xFunc() {
            guarded(name, this::error, () -> give(body.call(arguments(this, args()))));
        }

        private void give(@Nullable Object value) throws SQLException {
            if (value == null) {
                result();
            } else if (value instanceof Long number) {
                result(number.longValue());
            } else if (value instanceof Double number) {
                result(number.doubleValue());
            } else if (value instanceof String text) {
                result(text);
            } else {
                result((byte[]) value);
            }
        }
    }

    private final class AggregateFunction extends Function.Aggregate {

        private final String name;
        private final EngineFunction.Aggregate body;
        private OpenGroup group;

        AggregateFunction(String name, EngineFunction.Aggregate body) {
            this.name = name;
            this.body = body;
            this.group = new OpenGroup(body);
        }

        /** Called by the driver for each group. */
        @Override
        public Object clone() throws CloneNotSupportedException {
            AggregateFunction copy = (AggregateFunction) super.clone();
            copy.group = new OpenGroup(body);
            return copy;
        }

        @Override
        protected void xStep() {
            guarded(name, this::error, () -> group.step(arguments(this, args())));
        }

        @Override
        protected void xFinal() {
            guarded(name, this::error, () -> give(group.value()));
        }

        private void give(@Nullable Object value) throws SQLException {
            if (value == null) {
                result();
            } else if (value instanceof Long number) {
                result(number.longValue());
            } else if (value instanceof Double number) {
                result(number.doubleValue());
            } else if (value instanceof String text) {
                result(text);
            } else {
                result((byte[]) value);
            }
        }
    }

    private final class WindowFunction extends Function.Window {

        private final String name;
        private final EngineFunction.Aggregate body;
        private OpenGroup group;

        WindowFunction(String name, EngineFunction.Aggregate body) {
            this.name = name;
            this.body = body;
            this.group = new OpenGroup(body);
        }

        /** Called by the driver for each group. */
        @Override
        public Object clone() throws CloneNotSupportedException {
            WindowFunction copy = (WindowFunction) super.clone();
            copy.group = new OpenGroup(body);
            return copy;
        }

        @Override
        protected void xStep() {
            guarded(name, this::error, () -> group.step(arguments(this, args())));
        }

        @Override
        protected void xInverse() {
            guarded(name, this::error, () -> group.inverse(arguments(this, args())));
        }

        @Override
        protected void xValue() {
            guarded(name, this::error, () -> give(group.value()));
        }

        @Override
        protected void xFinal() {
            guarded(name, this::error, () -> give(group.value()));
        }

        private void give(@Nullable Object value) throws SQLException {
            if (value == null) {
                result();
            } else if (value instanceof Long number) {
                result(number.longValue());
            } else if (value instanceof Double number) {
                result(number.doubleValue());
            } else if (value instanceof String text) {
                result(text);
            } else {
                result((byte[]) value);
            }
        }
    }

    private final class Order extends Collation {

        private final String name;
        private final Comparator<String> order;

        Order(String name, Comparator<String> order) {
            this.name = name;
            this.order = order;
        }

        @Override
        protected int xCompare(String left, String right) {
            if (failures.isPending()) {
                return 0;
            }
            try {
                return order.compare(left, right);
            } catch (Throwable e) {
                failures.pend(name, e);
                return 0;
            }
        }
    }
}
