package io.asyncsqlite.internal.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What some engines can do, and others cannot. The API has a constant of the same name for each. */
public enum Ability {
    /** {@link EngineConnection#onAuthorize}. */
    AUTHORIZER("An authorizer"),
    /** {@link EngineConnection#onTrace}. */
    TRACE("A trace"),
    /** {@link EngineConnection#openBlob}. */
    BLOBS_IN_PLACE("Reading and writing a blob in place"),
    /** {@link EngineConnection#counter}. */
    STATISTICS("A counter of a connection"),
    /** {@link EngineStatement#declaredTypes}. */
    DECLARED_TYPES("A declared type"),
    /** {@link EngineConnection#createFunction} and {@link EngineConnection#createCollation}. */
    FUNCTIONS("A function or collation"),
    /** ATTACH and DETACH. */
    ATTACH("Attaching a file"),
    /** VACUUM INTO, {@link EngineConnection#replaceBy} and files of their own beside the database. */
    BACKUP("A backup or the move of a content"),
    /** VACUUM, and PRAGMAs that change the file, its log or how they are used. */
    MAINTENANCE("Work on the file"),
    /** The database is on several servers, which can be asked for. */
    CLUSTER_NODES("Asking for servers");

    private final String what;

    Ability(String what) {
        this.what = what;
    }

    /**
     * Returns those of SQLite in this process, as the driver's native interface gives them.
     *
     * @return an immutable set
     */
    static Set<Ability> ofJni() {
        return Collections.unmodifiableSet(EnumSet.of(DECLARED_TYPES, FUNCTIONS, ATTACH, BACKUP, MAINTENANCE));
    }

    /**
     * Returns those of SQLite in this process.
     *
     * @return an immutable set
     */
    static Set<Ability> ofSqlite() {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CLUSTER_NODES)));
    }

    /**
     * Returns the failure of a call that needs it where it is missing.
     *
     * @param why what is needed for it, to follow its name
     * @return the failure, to be thrown
     */
    public UnsupportedOperationException missing(String why) {
        return new UnsupportedOperationException(what + " " + why + explanation());
    }

    /**
     * Returns the end of a message that refuses something because it is missing.
     *
     * @return a colon and a clause
     */
    public String explanation() {
        return ": capability " + name() + " is missing";
    }
}
