package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.log.Log;

/** Keeps the statistics with which SQLite chooses indexes. */
final class Statistics {

    private static final Log LOG = Log.of(Statistics.class);
    private static final String EXIST = "sqlite_schema WHERE name = 'sqlite_stat1'";

    private Statistics() {}

    /**
     * Updates them, and waits for no lock.
     *
     * @param qualifier what names the file, with the point; empty if there is one file only
     * @param optimize {@code optimize}, with or without a mask
     * @param mayMakeTables whether to create the tables for them
     */
    static void optimize(DatabaseConnection writer, String qualifier, String optimize, boolean mayMakeTables) {
        String pragma = "PRAGMA " + qualifier + optimize;
        try {
            String exist = "SELECT count(*) FROM " + qualifier + EXIST;
            if (mayMakeTables || Long.valueOf(1).equals(writer.pragmaRow(exist, 0)[0])) {
                writer.pragmaRow(pragma, 0);
            }
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> pragma + " failed on database '" + writer.database() + "'", e);
        }
    }
}
