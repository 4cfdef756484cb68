package io.asyncsqlite.powerloss;

import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Synchronous;

/**
 * What a recording is made with.
 *
 * @param client what writes
 * @param journalMode the journal mode of the database
 * @param synchronous when SQLite waits for the disk
 */
record Setting(Client client, JournalMode journalMode, Synchronous synchronous) {

    enum Client {
        /** This library. */
        LIBRARY,
        /** A connection of sqlite-jdbc, set up by PRAGMAs: what SQLite itself does with the setting. */
        DRIVER
    }

    Setting(JournalMode journalMode, Synchronous synchronous) {
        this(Client.LIBRARY, journalMode, synchronous);
    }

    @Override
    public String toString() {
        return client + " " + journalMode + " " + synchronous;
    }
}
