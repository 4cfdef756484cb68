package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackupRecipesTests extends AppDatabase {

    @Test
    void everyRecipeRuns() throws Exception {
        Path backup = await(BackupRecipes.simple(db, directory)).file();
        assertThat(await(BackupRecipes.withOptions(db, backup, progress -> {})).bytes())
                .isPositive();

        BackupRecipes.restore(backup, directory.resolve("restored.db"));

        assertThat(directory.resolve("restored.db")).exists();
        assertThat(await(Collector.<String>collect(subscriber -> BackupRecipes.dump(db, subscriber))))
                .contains("CREATE TABLE t(k INTEGER);");
    }

    @Test
    void contentsMoveBetweenOpenDatabases() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(BackupRecipes.intoMemory(db, memory));
            await(BackupRecipes.clone(db, memory));
            await(BackupRecipes.load(db, memory));

            assertThat(await(memory.query("SELECT count(*) FROM t")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
    }
}
