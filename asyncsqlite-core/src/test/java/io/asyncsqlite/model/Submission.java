package io.asyncsqlite.model;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.model.Step.Async;
import io.asyncsqlite.model.Step.Batch;
import io.asyncsqlite.model.Step.Block;
import io.asyncsqlite.model.Step.Lambda;
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
            String changes = script.changes().stream().map(Change::text).collect(Collectors.joining(";"));
            return db.executeScript(changes + "; INSERT INTO mark(id) VALUES (" + id + ")");
        }
        if (write instanceof Lambda lambda) {
            return db.write(connection -> run(connection, lambda, id));
        }
        return db.inTransaction(tx -> tx.execute(MARK, id).thenCompose(marked -> run(tx, ((Async) write).block())));
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
        return part.nested() == null
                ? execute(tx, part.change()).thenApply(result -> String.valueOf(result.rowsUpdated()))
                : tx.inTransaction(nested -> run(nested, part.nested())).thenApply(List::toString);
    }
}
