package io.asyncsqlite;

import static io.asyncsqlite.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two openings of one file in one process would lose commits: see OpenFiles. */
@Timeout(60)
class OpenFilesTests {

    private static final String REASON = "this program has it open already, share that AsyncSqlite";

    @TempDir
    Path directory;

    @Test
    void aFileIsOpenedOnceAtATime() throws Exception {
        Path file = directory.resolve("once.db");
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThatThrownBy(() -> AsyncSqlite.open(file))
                    .isInstanceOf(DatabaseOpenException.class)
                    .hasMessageContaining(REASON);
            assertThat(await(db.query("SELECT 7").as(Long.class).one())).isEqualTo(7);
        }
        AsyncSqlite.open(file).close();
    }

    @Test
    void linksAreTheFileThatTheyLeadTo() throws Exception {
        Path file = directory.resolve("real.db");
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);
        Path folder = Files.createSymbolicLink(directory.resolve("folder"), directory);
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            for (Path other : new Path[] {link, folder.resolve("real.db"), directory.resolve("./x/../real.db")}) {
                assertThatThrownBy(() -> AsyncSqlite.open(other)).hasMessageContaining(REASON);
            }
            assertThat(db.name()).isEqualTo("real.db");
        }
    }

    @Test
    void aFailedOpeningHoldsNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("text.db"), "no database ".repeat(500));
        assertThatThrownBy(() -> AsyncSqlite.open(file)).hasMessageContaining("not a database");
        Files.delete(file);

        AsyncSqlite.open(file).close();
    }

    @Test
    void anotherCopyOfTheLibraryIsRefusedToo() throws Exception {
        Path file = directory.resolve("copies.db");
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(OpenFilesTests::url)
                .toArray(URL[]::new);
        try (AsyncSqlite db = AsyncSqlite.open(file);
                URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = loader.loadClass(AsyncSqlite.class.getName());
            assertThat(copy).isNotSameAs(AsyncSqlite.class);

            Throwable failure =
                    catchThrowable(() -> copy.getMethod("open", Path.class).invoke(null, file));

            assertThat(failure).isInstanceOf(InvocationTargetException.class);
            assertThat(failure.getCause().getClass().getName()).isEqualTo(DatabaseOpenException.class.getName());
            assertThat(failure.getCause()).hasMessageContaining(REASON);
            await(db.execute("CREATE TABLE t(k)"));
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
