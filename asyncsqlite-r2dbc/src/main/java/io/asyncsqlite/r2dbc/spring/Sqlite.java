package io.asyncsqlite.r2dbc.spring;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;

/** Constants and checks of both providers. */
final class Sqlite {

    /** {@code ?1}, {@code ?2}: a name that occurs twice is bound once. */
    static final BindMarkersFactory MARKERS = BindMarkersFactory.indexed("?", 1);

    private static final String NAME = "SQLite";

    private Sqlite() {}

    /** Checks the metadata and not the class, because pools and proxies wrap the factory. */
    static boolean isDatabaseOf(ConnectionFactory factory) {
        return NAME.equals(factory.getMetadata().getName());
    }
}
