package io.asyncsqlite.matrix;

import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;

/** Where the database of a cell is. */
enum Storage {
    WAL("WAL file"),
    ROLLBACK("rollback journal file"),
    MEMORY("in memory");

    private final String title;

    Storage(String title) {
        this.title = title;
    }

    boolean separateReaders() {
        return this == WAL;
    }

    SqliteOptions.Builder options(Path file) {
        return switch (this) {
            case WAL -> SqliteOptions.file(file);
            case ROLLBACK -> SqliteOptions.file(file).journalMode(JournalMode.DELETE);
            case MEMORY -> SqliteOptions.memory();
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
