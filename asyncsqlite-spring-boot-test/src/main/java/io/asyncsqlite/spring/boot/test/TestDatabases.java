package io.asyncsqlite.spring.boot.test;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteConnectionDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.util.FileSystemUtils;

/**
 * The files of the databases of one context, and copies of their content at its start.
 *
 * <p>Invariant: a file is copied, from and to, only while its database is closed: closing any other descriptor of an open one would drop
 * SQLite's locks.
 */
final class TestDatabases implements AsyncSqliteConnectionDetails, DisposableBean {

    private final Path directory;

    TestDatabases(Path directory) {
        this.directory = directory;
    }

    @Override
    public Path file(String bean) {
        return directory.resolve(bean + ".db");
    }

    private Path original(String bean) {
        return directory.resolve(bean + ".original");
    }

    /** Restores the content of all auto-configured databases from the start of the context. */
    void refresh(ApplicationContext context) {
        context.getBeansOfType(AsyncSqlite.class).forEach((bean, database) -> {
            if (database instanceof Lifecycle managed && Files.exists(file(bean))) {
                refresh(bean, managed);
            }
        });
    }

    private void refresh(String bean, Lifecycle database) {
        database.stop();
        try {
            if (Files.exists(original(bean))) {
                Files.copy(original(bean), file(bean), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.copy(file(bean), original(bean));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            database.start();
        }
    }

    /** Deletes everything. */
    @Override
    public void destroy() throws IOException {
        FileSystemUtils.deleteRecursively(directory);
    }
}
