package io.asyncsqlite.internal.change;

import io.asyncsqlite.internal.engine.EngineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs queries of the library itself on a connection. */
@FunctionalInterface
public interface OwnQueries {

    /** Returns all rows of a query, whose parameters are NULL. */
    List<@Nullable Object[]> rows(String sql) throws EngineException;
}
