package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.LockWait;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.function.Definitions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Connections without SQLite, made a million times: their statements give a fixed number of rows. */
public final class FakeEngine {

    private FakeEngine() {}

    static DatabaseConnection connection() {
        return connection(0);
    }

    public static DatabaseConnection connection(long rows) {
        EngineConnection engine = fake(
                EngineConnection.class,
                (proxy, method, arguments) -> method.getReturnType() == EngineStatement.class
                        ? statement(rows)
                        : nothing(method.getReturnType()));
        try {
            return new DatabaseConnection(
                    engine,
                    new LockWait(0),
                    "fake",
                    new Counters(),
                    new Definitions(List.of(), new Codecs(List.of())),
                    new CommitWatch());
        } catch (EngineException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EngineStatement statement(long rows) {
        AtomicLong left = new AtomicLong(rows);
        return fake(EngineStatement.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "columnNames" -> List.of("n");
            case "execute" -> rows > 0;
            case "fetch" -> fetch(left, (int) arguments[0], arguments[1]);
            default -> nothing(method.getReturnType());
        });
    }

    @SuppressWarnings("unchecked") // As EngineStatement declares it.
    private static boolean fetch(AtomicLong left, int max, Object sink) {
        for (int i = 0; i < max && left.get() > 0; i++) {
            ((List<Object[]>) sink).add(new Object[] {left.getAndDecrement()});
        }
        return left.get() > 0;
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : null;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
