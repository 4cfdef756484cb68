package io.asyncsqlite.spring.boot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Returns the files of the application's databases. A bean of this type replaces {@code asyncsqlite.path}, {@code
 * asyncsqlite.in-memory} and {@code asyncsqlite.dqlite}, also for several databases: for tests, or if another bean makes the files.
 */
@FunctionalInterface
public interface AsyncSqliteConnectionDetails extends ConnectionDetails {

    /**
     * Returns the file of a database.
     *
     * @param bean name of its bean, {@code asyncSqlite} if there is a single one
     * @return the file, in a directory that exists; null for a database in memory
     */
    @Nullable
    Path file(String bean);
}
