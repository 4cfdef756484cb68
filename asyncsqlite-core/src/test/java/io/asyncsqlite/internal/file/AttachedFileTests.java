package io.asyncsqlite.internal.file;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.testing.AppDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that SQL makes are their owner's only, as the database is. */
class AttachedFileTests extends AppDatabase {

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM INTO '%s'",
                "vacuum main into \"%s\" ;",
                "VACUUM INTO 'file:%s'",
                "VACUUM INTO 'file://localhost%s?cache=private#x'",
                "ATTACH '%s' AS other",
                "/* c */ ATTACH DATABASE [%s] AS other",
                "ATTACH 'file:%s?psow=1' AS other"
            })
    void aFileThatSqlMakesIsItsOwnersOnly(String sql) throws Exception {
        // Written by a connection of its own: the file is attached there only.
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.execute(sql.formatted(directory.resolve("a é.db"))));
            if (sql.contains("other")) {
                await(connection.execute("CREATE TABLE other.o(k)"));
                await(connection.begin());
                await(connection.execute("INSERT INTO other.o VALUES (1)"));
                assertThat(permissions("a é.db-journal")).isEqualTo("rw-------");
                await(connection.commit());
            }
        }
        assertThat(permissions("a é.db")).isEqualTo("rw-------");
        assertThat(Files.size(directory.resolve("a é.db"))).isPositive();
    }

    @Test
    void aNameMayBeBound() throws Exception {
        await(db.execute("VACUUM INTO ?", directory.resolve("copy.db").toString()));
        await(db.execute("VACUUM INTO :to", Map.of("to", "file:" + directory.resolve("a%20b.db"))));
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.execute(
                    "ATTACH $file AS $name",
                    Map.of("file", directory.resolve("attached.db").toString(), "name", "x")));
            await(connection.execute("CREATE TABLE x.t(k)"));
        }
        for (String name : new String[] {"copy.db", "a b.db", "attached.db"}) {
            assertThat(permissions(name)).isEqualTo("rw-------");
        }
    }

    @Test
    void aQuoteInALiteralIsPartOfTheName() throws Exception {
        await(db.execute("VACUUM INTO '" + directory + "/it''s.db'"));
        assertThat(permissions("it's.db")).isEqualTo("rw-------");
    }

    @Test
    void aNameThatIsComputedMakesNoFile() throws Exception {
        Path file = directory.resolve("computed.db");
        String start = file.toString().substring(0, 3);
        String rest = file.toString().substring(3);

        assertThat(failureOf(db.execute("VACUUM INTO ? || ?", start, rest)))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("must be a literal or a parameter");
        assertThat(failureOf(db.execute("VACUUM INTO ?", file + "\0.db")))
                .isInstanceOf(InvalidStatementException.class);
        assertThat(failureOf(db.execute("ATTACH ? || ? AS other", start, rest))).isInstanceOf(StatementException.class);
        assertThat(file).doesNotExist();
        Files.createFile(file);
        await(db.execute("ATTACH ? || ? AS other", start, rest));
    }

    @Test
    void aFailedStatementLeavesNoFile() throws Exception {
        assertThat(failureOf(
                        db.execute("ATTACH ? AS main", directory.resolve("a.db").toString())))
                .isInstanceOf(StatementException.class);
        assertThat(directory.resolve("a.db")).doesNotExist();
        for (String none : new String[] {"", ":memory:", "file::memory:", "file:x.db?mode=memory"}) {
            await(db.execute("ATTACH ? AS other", none));
            await(db.execute("DETACH other"));
        }
        assertThat(Path.of("x.db")).doesNotExist();
    }

    @Test
    void aFileThatExistsIsLeftAsItIs() throws Exception {
        await(db.execute("VACUUM INTO ?", directory.resolve("copy.db").toString()));
        long size = Files.size(directory.resolve("copy.db"));

        assertThat(failureOf(
                        db.execute("VACUUM INTO ?", directory.resolve("copy.db").toString())))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("output file already exists");
        assertThat(Files.size(directory.resolve("copy.db"))).isEqualTo(size);
    }
}
