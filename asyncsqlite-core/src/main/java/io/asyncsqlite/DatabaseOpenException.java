package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The database could not be opened; {@link #reason()} says why. No thread is left behind. */
public final class DatabaseOpenException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /** Why a database could not be opened. */
    public enum Reason {
        /** The path cannot be one of a database: it is a directory, has a control character or {@code '?'}. */
        INVALID_PATH,
        /** The directory of the file does not exist. */
        MISSING_DIRECTORY,
        /** The file does not exist, and {@code mustExist} or {@code readOnly} forbids to create it. */
        MISSING_FILE,
        /** This program has the file open already, maybe by another name or through another copy of this library. */
        ALREADY_OPEN,
        /**
         * The operating system does not let the program read and write the file or its directory, or, with {@code readOnly}, the file cannot be
         * read without writing. The message names the option that helps.
         */
        NO_ACCESS,
        /** Another process holds a lock. Trying again may succeed. */
        LOCKED,
        /** The file is not a database, is encrypted or damaged. */
        NOT_A_DATABASE,
        /** SQLite does not take a setting, such as write-ahead logging on this file system, or another page size for a file that has one. */
        SETTING_REFUSED,
        /** The native library of SQLite cannot be loaded. */
        NO_NATIVE_LIBRARY,
        /** {@link EngineChoice#FOREIGN}, or an option that needs it, is set, and the foreign engine cannot be used. */
        NO_FOREIGN_ENGINE,
        /** The database is in a cluster, and the artifact {@code asyncsqlite-dqlite} is not on the class path or module path. */
        NO_CLUSTER_ENGINE,
        /** No server of the cluster said which of them leads, or the leader did not answer in time. Trying again may succeed. */
        NO_LEADER,
        /** The operating system gave no thread for the connection. Trying again may succeed. */
        NO_THREAD,
        /** Something else; the message says what. */
        OTHER
    }

    // Codes of dqlite's copy of SQLite.
    private static final int NOT_LEADER = ResultCode.IOERR | (40 << 8);
    private static final int LEADERSHIP_LOST = ResultCode.IOERR | (41 << 8);

    /** Why. */
    private final Reason reason;

    /** What SQLite said, or null. */
    private final @Nullable ResultCode code;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened
     * @param reason why
     * @param cause what led to it, or null
     */
    public DatabaseOpenException(String message, Reason reason, @Nullable Throwable cause) {
        this(message, reason, null, cause);
    }

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened
     * @param code SQLite's result code; the reason follows from it
     * @param cause what led to it, or null
     */
    public DatabaseOpenException(String message, ResultCode code, @Nullable Throwable cause) {
        this(message, reason(code), code, cause);
    }

    private DatabaseOpenException(String message, Reason reason, @Nullable ResultCode code, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
        this.reason = reason;
        this.code = code;
    }

    private static Reason reason(ResultCode code) {
        return switch (code.primary()) {
            case ResultCode.PERM, ResultCode.READONLY, ResultCode.CANTOPEN -> Reason.NO_ACCESS;
            case ResultCode.BUSY -> Reason.LOCKED;
            case ResultCode.IOERR ->
                code.extended() == NOT_LEADER || code.extended() == LEADERSHIP_LOST ? Reason.NO_LEADER : Reason.OTHER;
            case ResultCode.CORRUPT, ResultCode.NOTADB -> Reason.NOT_A_DATABASE;
            default -> Reason.OTHER;
        };
    }

    /**
     * Returns why the database could not be opened.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    @Override
    public boolean retryable() {
        return reason == Reason.LOCKED || reason == Reason.NO_THREAD || reason == Reason.NO_LEADER;
    }

    /**
     * Returns SQLite's result code.
     *
     * @return the code, or null if SQLite was not asked
     */
    public @Nullable ResultCode code() {
        return code;
    }
}
