package io.asyncsqlite.spring.boot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Says where the databases of the application are. A bean of this type replaces {@code asyncsqlite.path} and
 * {@code asyncsqlite.in-memory}, also for several databases: for tests, or where something else makes the files.
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
