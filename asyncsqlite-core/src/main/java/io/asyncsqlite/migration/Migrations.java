package io.asyncsqlite.migration;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConnectionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The ordered migrations of a program: scripts and steps in Java that make its tables and change them. A table {@code schema_migration} in the file
 * keeps which ones were applied, with the checksum of each script. Immutable.
 *
 * <pre>{@code
 * Migrations migrations = Migrations.builder()
 *         .resources(App.class, "/db", "001-notes.sql", "002-words.sql")
 *         .step(3, "count words", connection -> connection.execute("UPDATE note SET words = length(body)"))
 *         .build();
 * return migrations.run(db);
 * }</pre>
 *
 * <p>Each migration is one transaction with its row in the table: it is applied wholly or not at all. Two processes that start together apply each
 * migration once.
 *
 * <p>A run is refused with {@link MigrationException}, and nothing is applied, if the file was migrated by a newer program, if an applied script was
 * changed or removed, or if a migration was added before an applied one.
 */
public final class Migrations {

    private final List<Migration> migrations;

    private Migrations(List<Migration> migrations) {
        this.migrations = List.copyOf(migrations);
    }

    /**
     * Begins a list of migrations.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Applies the migrations that the database has not seen. Other writes wait while one is applied. Each migration has the time of
     * {@link AsyncSqlite#timeout()}: pass {@link AsyncSqlite#withTimeout} for a long one.
     *
     * @param db the database
     * @return what was done. Fails with {@link MigrationException}. A cancel stops the migration that is applied, which is rolled back unless it has
     *     been committed; those before it stay
     */
    public CompletableFuture<MigrationResult> run(AsyncSqlite db) {
        return new MigrationRun(Objects.requireNonNull(db, "db"), migrations).start();
    }

    /** Collects migrations. Their versions must grow. */
    public static final class Builder {

        private final List<Migration> migrations = new ArrayList<>();

        private Builder() {}

        /**
         * Adds scripts from the class path or a module, in UTF-8. A name begins with the version, then has {@code -} or {@code _} and a
         * description: {@code 001-notes.sql}, {@code V2__search.sql}. The names are given because folders in jars, modules and native images
         * cannot be listed in the same way everywhere.
         *
         * @param anchor a class whose class loader or module has the scripts
         * @param folder where they are, such as {@code /db}; without a slash in front it is relative to the package of {@code anchor}
         * @param names names of files, in the order of their versions
         * @return this builder
         * @throws IllegalArgumentException if a name has no version, a version does not grow, or a script is missing
         */
        public Builder resources(Class<?> anchor, String folder, String... names) {
            for (String name : names) {
                add(ScriptFiles.read(anchor, folder, name));
            }
            return this;
        }

        /**
         * Adds a script.
         *
         * @param version 1 or more, and more than that of the migration before
         * @param description for people, such as {@code add index}
         * @param sql one or more statements, without BEGIN and COMMIT
         * @return this builder
         * @throws IllegalArgumentException if {@code version} does not grow, or a text is blank
         */
        public Builder script(long version, String description, String sql) {
            return add(Migration.script(version, description, sql));
        }

        /**
         * Adds a step in Java. It has no checksum.
         *
         * @param version 1 or more, and more than that of the migration before
         * @param description for people
         * @param work runs on the writing connection in the transaction of the migration, as the work of {@link AsyncSqlite#write}
         * @return this builder
         * @throws IllegalArgumentException if {@code version} does not grow, or {@code description} is blank
         */
        public Builder step(long version, String description, ConnectionWork<?> work) {
            return add(Migration.step(version, description, work));
        }

        /**
         * Adds the change of a table that ALTER TABLE cannot make, such as a new constraint.
         *
         * @param version 1 or more, and more than that of the migration before
         * @param description for people
         * @param rebuild how the table is made anew
         * @return this builder
         * @throws IllegalArgumentException if {@code version} does not grow, or {@code description} is blank
         */
        public Builder rebuild(long version, String description, TableRebuild rebuild) {
            return add(Migration.rebuild(version, description, rebuild));
        }

        private Builder add(Migration migration) {
            long last = migrations.isEmpty()
                    ? 0
                    : migrations.get(migrations.size() - 1).version();
            if (migration.version() <= last) {
                throw new IllegalArgumentException("Versions must be at least 1 and grow, but " + migration
                        + " comes after " + (last == 0 ? "none" : migrations.get(migrations.size() - 1)));
            }
            migrations.add(migration);
            return this;
        }

        /**
         * Returns the migrations.
         *
         * @return what was added
         */
        public Migrations build() {
            return new Migrations(migrations);
        }
    }
}
