package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.TransactionDefinition;

/**
 * What a definition of Spring means here.
 *
 * @param mode read-only, or for writing
 * @param timeout from the wait for its turn to its last operation, or null for none
 * @param name for messages: the definition's, or else the line that asked for the transaction
 */
record WantedTransaction(TransactionMode mode, @Nullable Duration timeout, String name) {

    /** What stands between a manager and the code that asked. */
    private static final List<String> BETWEEN = List.of("org.springframework.", "reactor.", "java.");

    /**
     * Reads a definition.
     *
     * @param seconds its timeout or the default; 0 or less for none
     * @param library the manager, which is not the line that asked
     */
    static WantedTransaction of(TransactionDefinition definition, int seconds, Class<?> library) {
        checkIsolation(definition.getIsolationLevel());
        String name = definition.getName();
        return new WantedTransaction(
                definition.isReadOnly() ? TransactionMode.READ_ONLY : TransactionMode.IMMEDIATE,
                seconds > 0 ? Duration.ofSeconds(seconds) : null,
                name != null ? name : caller(library.getName()));
    }

    /** Accepts the four levels of SQL: every transaction is at least as isolated as each of them. */
    private static void checkIsolation(int level) {
        switch (level) {
            case TransactionDefinition.ISOLATION_DEFAULT,
                    TransactionDefinition.ISOLATION_READ_UNCOMMITTED,
                    TransactionDefinition.ISOLATION_READ_COMMITTED,
                    TransactionDefinition.ISOLATION_REPEATABLE_READ,
                    TransactionDefinition.ISOLATION_SERIALIZABLE -> {}
            default ->
                throw new InvalidIsolationLevelException(
                        "isolation must be one of the levels of SQL, or the default, was " + level
                                + ": every transaction is SERIALIZABLE");
        }
    }

    private static String caller(String library) {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                        .filter(frame -> !isBetween(frame.getClassName(), library))
                        .findFirst())
                .map(StackTraceElement::toString)
                .orElse("without a name");
    }

    private static boolean isBetween(String className, String library) {
        return className.equals(library)
                || className.startsWith(library + "$")
                || className.equals(WantedTransaction.class.getName())
                || BETWEEN.stream().anyMatch(className::startsWith);
    }

    boolean readOnly() {
        return mode == TransactionMode.READ_ONLY;
    }

    /**
     * Returns what is left of the timeout.
     *
     * @param asked when it was asked for, by {@link System#nanoTime()}
     */
    @Nullable
    Duration timeLeft(long asked) {
        return timeout == null ? null : timeout.minusNanos(System.nanoTime() - asked);
    }

    AsyncSqlite timed(AsyncSqlite database) {
        return timeout == null ? database : database.withTimeout(timeout);
    }
}
