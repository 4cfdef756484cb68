package io.asyncsqlite.internal.connection;

import io.asyncsqlite.Authorizer;
import io.asyncsqlite.Authorizer.Action;
import io.asyncsqlite.Authorizer.Request;
import io.asyncsqlite.internal.engine.AuthorizationQuestion;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a user's {@link Authorizer}, and keeps its exceptions for the failure that follows. Connection's thread only.
 *
 * <p>Invariant: the authorizer is not asked about statements of the library. If an authorizer answered IGNORE for a COMMIT, the
 * COMMIT would succeed and commit nothing.
 */
final class Authorization implements AuthorizationQuestion {

    private static final int TRANSACTION = 22;
    private static final int SAVEPOINT = 32;
    private static final Map<Integer, Action> ACTIONS =
            Arrays.stream(Action.values()).collect(Collectors.toMap(Action::code, Function.identity()));

    private final Authorizer authorizer;
    private boolean suspended;
    private @Nullable Throwable thrown;

    Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Allows everything from now on, or asks the authorizer again. */
    void suspend(boolean suspend) {
        suspended = suspend;
    }

    /** Returns the exception that the authorizer has thrown since the last call, or null. */
    @Nullable
    Throwable takeThrown() {
        Throwable taken = thrown;
        thrown = null;
        return taken;
    }

    @Override
    public int decide(
            int action,
            @Nullable String first,
            @Nullable String second,
            @Nullable String database,
            @Nullable String source) {
        if (suspended || action == TRANSACTION || action == SAVEPOINT) {
            return ALLOW;
        }
        try {
            Action known = ACTIONS.getOrDefault(action, Action.UNKNOWN);
            return switch (authorizer.authorize(new Request(known, first, second, database, source))) {
                case ALLOW -> ALLOW;
                case DENY -> DENY;
                case IGNORE -> IGNORE;
            };
        } catch (Throwable e) {
            thrown = e;
            return DENY;
        }
    }
}
