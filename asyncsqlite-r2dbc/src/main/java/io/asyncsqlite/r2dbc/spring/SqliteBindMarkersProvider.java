package io.asyncsqlite.r2dbc.spring;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;
import org.springframework.r2dbc.core.binding.BindMarkersFactoryResolver.BindMarkerFactoryProvider;

/** Tells Spring's {@code DatabaseClient} how parameters are written: {@code ?1}, {@code ?2}. Made by Spring. */
@SuppressWarnings("exports")
public final class SqliteBindMarkersProvider implements BindMarkerFactoryProvider {

    /** {@code ?1}, {@code ?2}: a name that occurs twice is bound once. */
    static final BindMarkersFactory MARKERS = BindMarkersFactory.indexed("?", 1);

    /** Creates a provider; done by Spring. */
    public SqliteBindMarkersProvider() {}

    /**
     * Gives the markers.
     *
     * @param factory any factory, wrapped or not
     * @return the markers if it is one of SQLite, else null
     */
    @Override
    public @Nullable BindMarkersFactory getBindMarkers(ConnectionFactory factory) {
        return Sqlite.isDatabaseOf(factory) ? MARKERS : null;
    }
}
