package io.asyncsqlite.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What users set on a connection to be asked or told. SQLite gets one function for each kind, made when it is first needed and kept as long as
 * the connection: setting another takes no further native memory. Connection's thread only.
 */
final class Hooks {

    private final long db;
    private final Questions questions;
    private @Nullable AuthorizationQuestion authorization;
    private @Nullable MemorySegment authorizer;

    Hooks(long db, Questions questions) {
        this.db = db;
        this.questions = questions;
    }

    /** Sets or removes the authorizer, and returns SQLite's code. */
    int authorize(@Nullable AuthorizationQuestion question) {
        authorization = question;
        if (question == null) {
            return Sqlite3.setAuthorizer(db, MemorySegment.NULL);
        }
        MemorySegment function = authorizer;
        if (function == null) {
            function = questions.authorizer(this::decide);
            authorizer = function;
        }
        return Sqlite3.setAuthorizer(db, function);
    }

    private int decide(
            int action,
            @Nullable String first,
            @Nullable String second,
            @Nullable String database,
            @Nullable String source) {
        AuthorizationQuestion question = authorization;
        return question == null ? AuthorizationQuestion.DENY : question.decide(action, first, second, database, source);
    }

    /** Removes all, before the connection is closed. */
    void removeAll() {
        authorize(null);
    }
}
