package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.dqlite.history.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Operations of one kind that run against a cluster while it is disturbed, with the history of what their clients were told. Thread-safe. */
interface Workload {

    /** Returns the script that makes its tables. */
    String schema();

    /** Returns how many operations each program keeps in flight. */
    int inFlight();

    /** Starts an operation. Its future completes when the history has noted it, and never with its failure. */
    CompletableFuture<?> start(AsyncSqlite db);

    /** Returns what clients were told of writes. */
    Tally writes();

    /** Reads the tables, when no operation runs, and returns what is wrong; empty if nothing is. */
    List<String> check(AsyncSqlite db) throws Exception;

    /** Returns what it has counted, for people. */
    default String figures() {
        return writes().toString();
    }

    /** Reads a table in pieces: while a server of version 1.11 runs a query, it does nothing else. The first column is the rowid. */
    static List<Row> rows(AsyncSqlite db, String table) throws Exception {
        List<Row> all = new ArrayList<>();
        List<Row> piece;
        long last = Long.MIN_VALUE;
        do {
            piece = db.query("SELECT rowid, * FROM " + table + " WHERE rowid > ? ORDER BY rowid LIMIT 10000", last)
                    .list()
                    .get(60, TimeUnit.SECONDS);
            all.addAll(piece);
            last = piece.isEmpty() ? last : piece.get(piece.size() - 1).getLong(0);
        } while (!piece.isEmpty());
        return all;
    }
}
