package io.asyncsqlite.integration.features;

import java.util.UUID;

/** A database with a driver of R2DBC that needs no server. */
enum Database {
    ASYNCSQLITE("asyncsqlite") {
        @Override
        String newUrl() {
            return "r2dbc:sqlite:mem:///";
        }
    },
    H2("r2dbc-h2") {
        @Override
        String newUrl() {
            return "r2dbc:h2:mem:///" + UUID.randomUUID()
                    + "?options=DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
        }
    };

    private final String title;

    Database(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Returns the URL of a new database in memory. */
    abstract String newUrl();
}
