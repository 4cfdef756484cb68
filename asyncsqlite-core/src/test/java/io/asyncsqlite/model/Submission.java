package io.asyncsqlite.model;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.model.Step.Async;
import io.asyncsqlite.model.Step.Batch;
import io.asyncsqlite.model.Step.Block;
import io.asyncsqlite.model.Step.DeferringScript;
import io.asyncsqlite.model.Step.Lambda;
import io.asyncsqlite.model.Step.Own;
import io.asyncsqlite.model.Step.Part;
import io.asyncsqlite.model.Step.Script;
import io.asyncsqlite.model.Step.Single;
import io.asyncsqlite.model.Step.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Submits writes. Their results are those of {@link Expectation}. */
final class Submission {

    private static final String MARK = "INSERT INTO mark(id) VALUES (?)";

    /** What a function throws of its own. */
    static final class Abandoned extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private Submission() {}

    static CompletableFuture<?> submit(AsyncSqlite db, Write write, int id) {
        if (write instanceof Single single) {
            return execute(db, single.change());
        }
        if (write instanceof Batch batch) {
            return db.executeMany(
                    batch.verb().sql(),
                    batch.rows().stream()
                            .map(row -> List.of(row.key(), row.value()))
                            .toList());
        }
        if (write instanceof Script script) {
            return db.executeScript(text(script.changes(), id));
        }
        if (write instanceof DeferringScript script) {
            return db.executeScript("PRAGMA defer_foreign_keys=ON;" + text(script.changes(), id));
        }
        if (write instanceof Own own) {
            return db.connect().thenCompose(connection -> run(connection, own, id));
        }
        if (write instanceof Lambda lambda) {
            return db.write(connection -> run(connection, lambda, id));
        }
        return db.inTransaction(tx -> tx.execute(MARK, id).thenCompose(marked -> run(tx, ((Async) write).block())));
    }

    private static String text(List<Change> changes, int id) {
        return changes.stream().map(Change::text).collect(Collectors.joining(";")) + "; INSERT INTO mark(id) VALUES ("
                + id + ")";
    }

    /** The function of a transaction on a connection is one on a savepoint or of its own; here it is begun and ended step by step. */
    private static CompletableFuture<List<String>> run(AsyncConnection connection, Own own, int id) {
        return connection
                .begin()
                .thenCompose(begun -> connection.execute(MARK, id))
                .thenCompose(marked -> runAll(connection, own.changes()))
                .thenCompose(log -> own.commits()
                        ? connection.commit().thenApply(committed -> log)
                        : connection.rollback().thenCompose(undone -> CompletableFuture.failedFuture(new Abandoned())))
                .whenComplete((log, failure) -> connection.closeAsync());
    }

    private static CompletableFuture<List<String>> runAll(AsyncOperations where, List<Change> changes) {
        CompletableFuture<List<String>> log = CompletableFuture.completedFuture(new ArrayList<>());
        for (Change change : changes) {
            log = log.thenCompose(entries -> execute(where, change).handle((result, failure) -> {
                entries.add(failure == null ? String.valueOf(result.rowsUpdated()) : "failed");
                return entries;
            }));
        }
        return log;
    }

    private static CompletableFuture<WriteResult> execute(AsyncOperations operations, Change change) {
        return operations.execute(change.verb().sql(), change.key(), change.value());
    }

    private static List<String> run(SyncConnection connection, Lambda lambda, int id) {
        connection.execute(MARK, id);
        List<String> log = new ArrayList<>();
        for (Change change : lambda.changes()) {
            try {
                log.add(String.valueOf(connection
                        .execute(change.verb().sql(), change.key(), change.value())
                        .rowsUpdated()));
            } catch (ConstraintException e) {
                log.add("failed");
            }
        }
        if (lambda.fails()) {
            throw new Abandoned();
        }
        return log;
    }

    private static CompletableFuture<List<String>> run(Transaction tx, Block block) {
        CompletableFuture<List<String>> log = CompletableFuture.completedFuture(new ArrayList<>());
        for (Part part : block.parts()) {
            log = log.thenCompose(entries -> run(tx, part).handle((entry, failure) -> {
                entries.add(failure == null ? entry : "failed");
                return entries;
            }));
        }
        return block.fails() ? log.thenCompose(entries -> CompletableFuture.failedFuture(new Abandoned())) : log;
    }

    private static CompletableFuture<String> run(Transaction tx, Part part) {
        if (part.nested() == null) {
            return execute(tx, part.change()).thenApply(result -> String.valueOf(result.rowsUpdated()));
        }
        return part.cancelled()
                ? runAndCancel(tx, part.nested())
                : tx.inTransaction(nested -> run(nested, part.nested())).thenApply(List::toString);
    }

    /** Cancels the nested transaction when its statements have run, whose stage never completes. */
    private static CompletableFuture<String> runAndCancel(Transaction tx, Block block) {
        CompletableFuture<Object> ran = new CompletableFuture<>();
        CompletableFuture<Object> nested = tx.inTransaction(inner -> {
            CompletableFuture<Object> never = new CompletableFuture<>();
            CompletableFuture<?> unused = run(inner, block).whenComplete((log, failure) -> ran.complete("ran"));
            return never;
        });
        CompletableFuture<?> unused = nested.whenComplete((log, failure) -> ran.complete("ended"));
        return ran.thenCompose(done -> {
            nested.cancel(true);
            return CompletableFuture.failedFuture(new Abandoned());
        });
    }
}
