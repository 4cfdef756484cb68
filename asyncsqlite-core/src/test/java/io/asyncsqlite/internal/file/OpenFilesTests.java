package io.asyncsqlite.internal.file;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.faults.Tmpfs;
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
            assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
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

    /** It would have a write-ahead log of its own name, and each of the two would lose the commits in the other. */
    @Test
    void aHardLinkIsTheSameFile() throws Exception {
        Path file = directory.resolve("first.db");
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            Path link = Files.createLink(directory.resolve("second.db"), file);
            await(db.execute("CREATE TABLE t(k)"));

            assertThatThrownBy(() -> AsyncSqlite.open(link)).hasMessageContaining(REASON);

            await(db.execute("INSERT INTO t VALUES (1)"));
        }
        Files.delete(file);
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("second.db"))) {
            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void aBindMountShowsTheSameFile() throws Exception {
        Path original = Files.createDirectory(directory.resolve("original"));
        try (Tmpfs mounted = Tmpfs.bind(original, directory.resolve("mounted"));
                AsyncSqlite db = AsyncSqlite.open(original.resolve("a.db"))) {
            assertThatThrownBy(() -> AsyncSqlite.open(mounted.directory().resolve("a.db")))
                    .hasMessageContaining(REASON);
            assertThat(db.name()).isEqualTo("a.db");
        }
    }

    @Test
    void anotherFileAtAPathThatWasOpenIsAnotherFile() throws Exception {
        Path file = directory.resolve("a.db");
        AsyncSqlite.open(file).close();
        Path kept = Files.move(file, directory.resolve("b.db"));
        try (AsyncSqlite first = AsyncSqlite.open(kept);
                AsyncSqlite second = AsyncSqlite.open(file)) {
            assertThat(first.name()).isNotEqualTo(second.name());
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
