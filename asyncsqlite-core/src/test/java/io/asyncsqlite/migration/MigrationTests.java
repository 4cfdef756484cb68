package io.asyncsqlite.migration;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.schema.Schema;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Migrations of one database. */
@Timeout(60)
class MigrationTests {

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @AfterEach
    void close() {
        db.close();
    }

    private static Migrations.Builder notes() {
        return Migrations.builder().script(1, "notes", "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT)");
    }

    private List<Long> apply(Migrations.Builder migrations) throws Exception {
        return await(migrations.build().run(db)).applied();
    }

    private List<Long> numbers(String sql) throws Exception {
        return await(db.query(sql).mapTo(Long.class).list());
    }

    @Test
    void eachMigrationIsAppliedOnce() throws Exception {
        assertThat(apply(notes())).containsExactly(1L);
        MigrationResult more = await(notes().script(20, "more", "INSERT INTO note(body) VALUES ('a'), ('b')")
                .step(30, "step", c -> c.execute("UPDATE note SET body = upper(body)"))
                .build()
                .run(db));
        assertThat(more).isEqualTo(new MigrationResult(List.of(20L, 30L), 30));
        assertThat(await(notes().script(20, "more", "INSERT INTO note(body) VALUES ('a'), ('b')")
                        .step(30, "step", c -> c.execute("DELETE FROM note"))
                        .build()
                        .run(db)))
                .isEqualTo(new MigrationResult(List.of(), 30));
        assertThat(await(db.query("SELECT body FROM note").mapTo(String.class).list()))
                .containsExactly("A", "B");
    }

    @Test
    void scriptsComeFromTheClassPath() throws Exception {
        Migrations.Builder scripts =
                Migrations.builder().resources(MigrationTests.class, "scripts", "001-notes.sql", "V2__first_note.sql");
        assertThat(apply(scripts)).containsExactly(1L, 2L);
        assertThat(await(db.query("SELECT body FROM note").mapTo(String.class).one()))
                .isEqualTo("wälcome; here");
        assertThat(await(db.query("SELECT description FROM schema_migration ORDER BY version")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("notes", "first note");
        String absolute = "/io/asyncsqlite/migration/scripts";
        assertThat(apply(Migrations.builder()
                        .resources(AsyncSqlite.class, absolute, "001-notes.sql", "V2__first_note.sql")))
                .isEmpty();
    }

    @Test
    void aFailureRollsItsMigrationBackAndKeepsThoseBefore() throws Exception {
        Throwable failure = failureOf(notes().script(2, "broken", "INSERT INTO note(body) VALUES ('x'); SELECT nothing")
                .script(3, "never", "CREATE TABLE never(a)")
                .build()
                .run(db));
        assertThat(failure)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("Migration 2 'broken' failed and was rolled back")
                .hasCauseInstanceOf(StatementException.class);
        assertThat(((MigrationException) failure).version()).isEqualTo(2);
        assertThat(numbers("SELECT count(*) FROM note")).containsExactly(0L);
        assertThat(numbers("SELECT version FROM schema_migration")).containsExactly(1L);
        assertThat(await(db.read(Schema::of)).table("never")).isEmpty();
    }

    @Test
    void anErrorOfAStepRollsItBack() throws Exception {
        Throwable failure = failureOf(notes().step(2, "step", c -> {
                    c.execute("INSERT INTO note(body) VALUES ('x')");
                    throw new AssertionError("of a step");
                })
                .build()
                .run(db));
        assertThat(failure).isInstanceOf(MigrationException.class).hasCauseInstanceOf(AssertionError.class);
        assertThat(numbers("SELECT count(*) FROM note")).containsExactly(0L);
    }

    @Test
    void aFileOfANewerProgramIsRefused() throws Exception {
        apply(notes().script(2, "new", "CREATE TABLE t(a)"));
        assertThat(failureOf(notes().build().run(db)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("migrated by a newer program, to 2 'new'")
                .hasMessageContaining("Nothing was executed");
    }

    @Test
    void changedRemovedAndLateMigrationsAreRefused() throws Exception {
        apply(notes().script(5, "five", "CREATE TABLE t(a)\r\n"));
        assertThat(apply(notes().script(5, "five", "CREATE TABLE t(a)\n"))).isEmpty();
        assertThat(failureOf(
                        notes().script(5, "five", "CREATE TABLE t(b)\n").build().run(db)))
                .hasMessageContaining("5 'five' was changed after it was applied");
        assertThat(failureOf(Migrations.builder()
                        .script(5, "five", "CREATE TABLE t(a)\n")
                        .build()
                        .run(db)))
                .hasMessageContaining("1 'notes' is applied and missing in the program");
        assertThat(failureOf(notes().script(3, "late", "CREATE TABLE u(a)")
                        .script(5, "five", "CREATE TABLE t(a)\n")
                        .build()
                        .run(db)))
                .hasMessageContaining("3 'late' was added before migration 5");
        assertThat(await(db.read(Schema::of)).table("u")).isEmpty();
    }

    @Test
    void runsAtTheSameTimeApplyEachMigrationOnce() throws Exception {
        Migrations migrations = notes().script(2, "row", "INSERT INTO note(body) VALUES ('a')")
                .rebuild(
                        3,
                        "strict",
                        TableRebuild.of("note", "CREATE TABLE note(id INTEGER PRIMARY KEY, body ANY) STRICT"))
                .script(4, "row", "INSERT INTO note(body) VALUES ('b')")
                .build();
        List<CompletableFuture<MigrationResult>> runs =
                List.of(migrations.run(db), migrations.run(db), migrations.run(db));
        long applied = 0;
        for (CompletableFuture<MigrationResult> run : runs) {
            assertThat(await(run).version()).isEqualTo(4);
            applied += await(run).applied().size();
        }
        assertThat(applied).isEqualTo(4);
        assertThat(numbers("SELECT count(*) FROM note")).containsExactly(2L);
    }

    @Test
    void aCancelUndoesTheMigrationThatRuns() throws Exception {
        CountDownLatch inStep = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<MigrationResult> run = notes().step(2, "slow", c -> {
                    inStep.countDown();
                    goOn.await();
                    return null;
                })
                .script(3, "never", "CREATE TABLE never(a)")
                .build()
                .run(db);
        inStep.await();
        run.cancel(false);
        goOn.countDown();
        assertThat(await(db.write(Schema::of)).table("never")).isEmpty();
        assertThat(numbers("SELECT version FROM schema_migration")).containsExactly(1L);
    }

    @Test
    void badMigrationsAreRefusedWhenTheyAreListed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes().script(1, "again", "SELECT 1"))
                .withMessageContaining("1 'again' comes after 1 'notes'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.builder().script(0, "zero", "SELECT 1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.builder().script(1, "empty", " "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.builder().step(1, " ", c -> null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.builder().resources(MigrationTests.class, "scripts", "notes.sql"))
                .withMessageContaining("must begin with its version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.builder().resources(MigrationTests.class, "/scripts", "001-notes.sql"))
                .withMessageContaining("There is no script /scripts/001-notes.sql");
        assertThatThrownBy(() -> notes().build().run(null)).isInstanceOf(NullPointerException.class);
    }
}
