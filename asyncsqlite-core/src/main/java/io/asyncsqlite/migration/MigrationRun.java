package io.asyncsqlite.migration;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.Row;
import io.asyncsqlite.SyncOperations;
import io.asyncsqlite.internal.concurrent.StepsFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One run of migrations on one database.
 *
 * <p>Invariants: what was applied is read again in the transaction of each migration, so a migration that another process applies meanwhile is not
 * applied a second time; a rebuild, which is a script, begins with its row, whose key is refused if another process was faster.
 */
final class MigrationRun {

    private static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS schema_migration(version INTEGER PRIMARY KEY, description TEXT NOT NULL,
                checksum TEXT, applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) STRICT""";

    private static final String INSERT = "INSERT INTO schema_migration(version, description, checksum) VALUES ";

    /** What {@code schema_migration} says of an applied migration. */
    private record Applied(String description, @Nullable String checksum) {}

    private final AsyncSqlite db;
    private final List<Migration> migrations;
    private final List<Long> appliedNow = new ArrayList<>();
    private final StepsFuture<MigrationResult> result = new StepsFuture<>(() -> {});

    MigrationRun(AsyncSqlite db, List<Migration> migrations) {
        this.db = db;
        this.migrations = migrations;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result gets the failure.
    CompletableFuture<MigrationResult> start() {
        result.step(() -> db.read(connection -> pending(connection)))
                .thenCompose(this::applyAll)
                .whenComplete((done, e) -> {
                    if (e == null) {
                        long version = migrations.isEmpty()
                                ? 0
                                : migrations.get(migrations.size() - 1).version();
                        result.complete(new MigrationResult(appliedNow, version));
                    } else {
                        result.fail(e);
                    }
                });
        return result;
    }

    /** Returns what is to be applied, in order. Throws if the database does not fit. */
    private List<Migration> pending(SyncOperations connection) {
        NavigableMap<Long, Applied> applied = applied(connection);
        applied.forEach(this::checkKnown);
        List<Migration> pending = migrations.stream()
                .filter(migration -> !applied.containsKey(migration.version()))
                .toList();
        if (!pending.isEmpty() && !applied.isEmpty() && pending.get(0).version() < applied.lastKey()) {
            Migration late = pending.get(0);
            throw refused(
                    late.version(),
                    "migration " + late + " was added before migration " + applied.lastKey()
                            + ", which is applied: give it a higher version");
        }
        return pending;
    }

    private static NavigableMap<Long, Applied> applied(SyncOperations connection) {
        NavigableMap<Long, Applied> applied = new TreeMap<>();
        if (!connection
                .query("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'")
                .list()
                .isEmpty()) {
            connection
                    .query("SELECT version, description, checksum FROM schema_migration")
                    .forEach(row -> applied.put(row.getLong(0), appliedOf(row)));
        }
        return applied;
    }

    private static Applied appliedOf(Row row) {
        return new Applied(Objects.requireNonNull(row.getString(1)), row.getString(2));
    }

    private void checkKnown(long version, Applied applied) {
        Migration known = migrations.stream()
                .filter(migration -> migration.version() == version)
                .findFirst()
                .orElseThrow(() -> unknown(version, applied));
        if (!Objects.equals(known.checksum(), applied.checksum())) {
            throw refused(
                    version,
                    "migration " + known + " was changed after it was applied: restore its text, and"
                            + " put the change into a new migration");
        }
    }

    private MigrationException unknown(long version, Applied applied) {
        boolean newer = migrations.isEmpty()
                || version > migrations.get(migrations.size() - 1).version();
        String name = version + " '" + applied.description() + "'";
        return refused(
                version,
                newer
                        ? "the file was migrated by a newer program, to " + name
                                + ": start a program that has this migration"
                        : "migration " + name + " is applied and missing in the program: put it back");
    }

    private MigrationException refused(long version, String why) {
        return new MigrationException(
                version, "Database '" + db.name() + "' was not migrated: " + why + ". Nothing was executed", null);
    }

    private CompletionStage<Void> applyAll(List<Migration> pending) {
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (Migration migration : pending) {
            done = done.thenCompose(before -> apply(migration));
        }
        return done;
    }

    private CompletionStage<Void> apply(Migration migration) {
        CompletionStage<Boolean> applied = migration.rebuild() == null ? work(migration) : rebuild(migration);
        return applied.handle((now, e) -> {
            if (e != null) {
                throw failed(migration, unwrapped(e));
            }
            if (now) {
                appliedNow.add(migration.version());
            }
            return null;
        });
    }

    private static MigrationException failed(Migration migration, Throwable cause) {
        return cause instanceof MigrationException own
                ? own
                : new MigrationException(
                        migration.version(),
                        "Migration " + migration + " failed and was rolled back; those before it stay: "
                                + cause.getMessage(),
                        cause);
    }

    private static Throwable unwrapped(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    private CompletionStage<Boolean> work(Migration migration) {
        return result.step(() -> db.write(connection -> {
            if (isApplied(connection, migration)) {
                return false;
            }
            connection.execute(CREATE_TABLE);
            Objects.requireNonNull(migration.work()).run(connection);
            connection.execute(
                    INSERT + "(?, ?, ?)", migration.version(), migration.description(), migration.checksum());
            return true;
        }));
    }

    private boolean isApplied(SyncOperations connection, Migration migration) {
        return pending(connection).stream().noneMatch(left -> left.version() == migration.version());
    }

    private CompletionStage<Boolean> rebuild(Migration migration) {
        return result.step(() ->
                        db.read(connection -> isApplied(connection, migration) ? "" : script(connection, migration)))
                .thenCompose(script -> script.isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : result.step(() -> db.executeScript(script)).thenApply(done -> true))
                .exceptionallyCompose(e -> judge(migration, unwrapped(e)));
    }

    private static String script(SyncOperations connection, Migration migration) {
        TableRebuild rebuild = Objects.requireNonNull(migration.rebuild());
        String row = "(" + migration.version() + ", " + TableRebuild.text(migration.description()) + ", '"
                + migration.checksum() + "')";
        // If another process has applied the migration, its row is refused. If a foreign key is violated at the end,
        // the
        // description becomes NULL, which is refused, too.
        return "PRAGMA foreign_keys=OFF;\nBEGIN;\n" + CREATE_TABLE + ";\n" + INSERT + row + ";\n"
                + rebuild.script(connection)
                + "UPDATE schema_migration SET description = NULL WHERE version = " + migration.version()
                + " AND EXISTS (SELECT 1 FROM pragma_foreign_key_check);\nCOMMIT;";
    }

    /** Decides whether another process was faster, or a foreign key is violated. */
    private CompletionStage<Boolean> judge(Migration migration, Throwable e) {
        if (!(e instanceof ConstraintException constraint) || !"schema_migration".equals(constraint.table())) {
            return CompletableFuture.failedFuture(e);
        }
        return switch (constraint.kind()) {
            case NOT_NULL ->
                CompletableFuture.failedFuture(new MigrationException(
                        migration.version(),
                        "Migration " + migration
                                + " was rolled back, because rows would refer to others that do not exist."
                                + " SELECT * FROM pragma_foreign_key_check lists those that do so already",
                        e));
            default ->
                result.step(() -> db.read(connection -> !isApplied(connection, migration)))
                        .thenCompose(left ->
                                left ? CompletableFuture.failedFuture(e) : CompletableFuture.completedFuture(false));
        };
    }
}
