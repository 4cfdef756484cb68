package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * A backup was not made, a file was not restored, or the content of a database was not replaced; {@link #reason()} says why. What was at the target
 * before is there unchanged, and no other file is left behind.
 */
public final class BackupException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /** Why there is no backup. */
    public enum Reason {
        /** The path cannot be one of a backup: it is a directory, a symbolic link or no path of a database file. */
        INVALID_PATH,
        /** The directory of the target does not exist. */
        MISSING_DIRECTORY,
        /** There is a file at the target, and {@link BackupOptions#replace()} does not allow to replace it. */
        TARGET_EXISTS,
        /** The target is open in this program, as the database itself is, or another program has it open or did not close it. */
        TARGET_IN_USE,
        /** The disk of the target is full. */
        DISK_FULL,
        /** The operating system does not let the program write the target, or SQLite met an I/O error. */
        NO_ACCESS,
        /** The copy, or the file to be restored, is damaged or is no database. */
        DAMAGED,
        /** The database is larger than the bytes that were allowed. */
        TOO_LARGE,
        /** The pages or the encoding of a content are not those of the database that is to take it. */
        DIFFERENT_FORM,
        /** Something else; the message says what. */
        OTHER
    }

    /** Why. */
    private final Reason reason;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened
     * @param reason why
     * @param cause what led to it, or null
     */
    public BackupException(String message, Reason reason, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
        this.reason = reason;
    }

    /**
     * Returns why there is no backup.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
