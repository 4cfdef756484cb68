package io.asyncsqlite.powerloss;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes a database, writes, and tells each write that was acknowledged by a line in a file, before it makes the next ones: {@code single 7} is
 * a row, {@code batch 8} three rows, {@code tx 9} two, {@code counter 10} an update to that number. Ids count from 1 in the order of the
 * COMMITs. Checkpoints, and closes and opens the database again, now and then. Turns of several writes share COMMITs and flushes.
 */
final class PowerLossProgram {

    private static final int OPENINGS = 3;
    private static final int TURNS = 24;
    private static final int LARGEST_TURN = 8;
    private static final String[] TABLES = {
        "CREATE TABLE single(id INTEGER PRIMARY KEY, body BLOB)",
        "CREATE TABLE batch(id INTEGER, part INTEGER)",
        "CREATE TABLE tx(id INTEGER, part INTEGER)",
        "CREATE TABLE counter(n INTEGER)",
        "INSERT INTO counter VALUES (0)"
    };

    private final FileOutputStream acknowledged;
    private long id;

    private PowerLossProgram(FileOutputStream acknowledged) {
        this.acknowledged = acknowledged;
    }

    /** Takes the directory, and the client, the journal mode and the setting of synchronous. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0], PowerLossIT.DATABASE);
        try (FileOutputStream acknowledged = new FileOutputStream(arguments[0] + "/" + Trace.ACKNOWLEDGED)) {
            PowerLossProgram program = new PowerLossProgram(acknowledged);
            if (arguments[1].equals(Setting.Client.DRIVER.name())) {
                program.writeByDriver(file, arguments[2], arguments[3]);
            } else {
                program.write(SqliteOptions.file(file)
                        .journalMode(JournalMode.valueOf(arguments[2]))
                        .synchronous(Synchronous.valueOf(arguments[3])));
            }
        }
    }

    private void write(SqliteOptions.Builder options) throws Exception {
        for (int opening = 0; opening < OPENINGS; opening++) {
            // Once without checkpoints, once with SQLite's own inside of COMMITs; each with one that empties the log.
            options.pragma("wal_autocheckpoint", opening % 2 == 0 ? "0" : "8");
            try (AsyncSqlite db = AsyncSqlite.open(options.build())) {
                AsyncConnection connection = db.connect().get(60, TimeUnit.SECONDS);
                if (opening == 0) {
                    await(db.executeScript(String.join(";", TABLES)));
                }
                for (int turn = 0; turn < TURNS; turn++) {
                    submitAndAwait(db, 1 + turn % LARGEST_TURN);
                    transactionsAndAwait(db, connection, turn % LARGEST_TURN);
                    if (turn == TURNS / 2) {
                        await(db.query("PRAGMA wal_checkpoint(TRUNCATE)").list());
                    }
                }
            }
        }
    }

    private void submitAndAwait(AsyncSqlite db, int operations) throws Exception {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < operations; i++) {
            id++;
            lines.append(kind()).append(' ').append(id).append('\n');
            writes.add(submit(db, id));
        }
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
        acknowledge(lines);
    }

    /**
     * Transactions and lambdas that wait together, and so share flushes, and a turn of a connection after them. Each is acknowledged when it
     * is.
     */
    private void transactionsAndAwait(AsyncSqlite db, AsyncConnection connection, int count) throws Exception {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        long first = id + 1;
        for (int i = 0; i < count; i++) {
            writes.add(transaction(db, ++id, i % 2 == 0));
        }
        id++;
        writes.add(connection.executeMany("INSERT INTO tx VALUES (?, ?)", List.of(List.of(id, 1), List.of(id, 2))));
        for (int i = 0; i <= count; i++) {
            await(writes.get(i));
            acknowledge("tx " + (first + i) + "\n");
        }
    }

    private static CompletableFuture<?> transaction(AsyncSqlite db, long id, boolean byFunction) {
        if (byFunction) {
            return db.inTransaction(tx -> tx.execute("INSERT INTO tx VALUES (?, 1)", id)
                    .thenCompose(one -> tx.execute("INSERT INTO tx VALUES (?, 2)", id)));
        }
        return db.write(connection -> {
            connection.execute("INSERT INTO tx VALUES (?, 1)", id);
            return connection.execute("INSERT INTO tx VALUES (?, 2)", id);
        });
    }

    private CompletableFuture<?> submit(AsyncSqlite db, long id) {
        return switch (kind()) {
            case "batch" ->
                db.executeMany(
                        "INSERT INTO batch VALUES (?, ?)", List.of(List.of(id, 1), List.of(id, 2), List.of(id, 3)));
            case "tx" -> transaction(db, id, true);
            case "counter" -> db.execute("UPDATE counter SET n = ?", id);
            default -> db.execute("INSERT INTO single VALUES (?, randomblob(?))", id, size());
        };
    }

    private void writeByDriver(Path file, String journalMode, String synchronous) throws Exception {
        for (int opening = 0; opening < OPENINGS; opening++) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=" + journalMode);
                statement.execute("PRAGMA synchronous=" + synchronous);
                if (opening == 0) {
                    transaction(statement, TABLES);
                }
                for (int turn = 0; turn < TURNS; turn++) {
                    id++;
                    transaction(statement, statements());
                    acknowledge(kind() + " " + id + "\n");
                }
            }
        }
    }

    private String[] statements() {
        return switch (kind()) {
            case "batch" -> new String[] {"INSERT INTO batch VALUES (%1$d, 1), (%1$d, 2), (%1$d, 3)".formatted(id)};
            case "tx" ->
                new String[] {
                    "INSERT INTO tx VALUES (%d, 1)".formatted(id), "INSERT INTO tx VALUES (%d, 2)".formatted(id)
                };
            case "counter" -> new String[] {"UPDATE counter SET n = " + id};
            default -> new String[] {"INSERT INTO single VALUES (%d, randomblob(%d))".formatted(id, size())};
        };
    }

    private static void transaction(Statement statement, String... statements) throws Exception {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : statements) {
            statement.execute(sql);
        }
        statement.execute("COMMIT");
    }

    private String kind() {
        return switch ((int) (id % 5)) {
            case 0 -> "batch";
            case 1 -> "tx";
            case 2 -> "counter";
            default -> "single";
        };
    }

    /** Up to more than a page. */
    private long size() {
        return id * 977 % 6_000;
    }

    private void acknowledge(CharSequence lines) throws Exception {
        acknowledged.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CompletableFuture<?> future) throws Exception {
        future.get(60, TimeUnit.SECONDS);
    }
}
