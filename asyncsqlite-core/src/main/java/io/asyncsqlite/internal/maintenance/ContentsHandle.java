package io.asyncsqlite.internal.maintenance;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Contents;
import io.asyncsqlite.internal.backup.ContentOperations;
import io.asyncsqlite.internal.backup.LongReads;
import io.asyncsqlite.internal.backup.Scratch;
import io.asyncsqlite.internal.backup.SerializeOperation;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Scope;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.OperationSubmitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/** Moves whole contents: each first into a file of its own, then into the database. */
public final class ContentsHandle implements Contents {

    /** What a Java array can hold. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final OperationSubmitter submitter;
    private final Services services;
    private final LongReads longReads;
    private final ContentOperations operations;

    public ContentsHandle(OperationSubmitter submitter, Services services, LongReads longReads, Duration timeout) {
        this.submitter = submitter;
        this.services = services;
        this.longReads = longReads;
        this.operations = new ContentOperations(services, timeout);
    }

    @Override
    public Contents withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new ContentsHandle(submitter, services, longReads, timeout);
    }

    @Override
    public CompletableFuture<byte[]> serialize(long maxBytes) {
        return submitter.submit(
                () -> {
                    Range.require(
                            maxBytes >= 1 && maxBytes <= MAX_BYTES,
                            "maxBytes must be from 1 to " + MAX_BYTES + ", was " + maxBytes);
                    return new SerializeOperation(services, maxBytes, operations.timeout());
                },
                longReads::backup);
    }

    @Override
    public CompletableFuture<Void> deserialize(byte[] image) {
        Objects.requireNonNull(image, "image");
        Scratch scratch = operations.newScratch();
        return replaced("deserialize", prepared(scratch, operations.image(scratch, image), longReads::checkContent));
    }

    @Override
    public CompletableFuture<Void> restore(Path backup) {
        Scratch scratch = Scratch.of(Objects.requireNonNull(backup, "backup"));
        return replaced("restore", prepared(scratch, operations.backup(scratch), longReads::checkContent));
    }

    @Override
    public CompletableFuture<Void> load(Flow.Publisher<String> statements) {
        Objects.requireNonNull(statements, "statements");
        CompletableFuture<Long> pageSize =
                submitter.query("PRAGMA page_size").mapTo(Long.class).one();
        return scope(pageSize, size -> load(statements, size), size -> {});
    }

    private CompletableFuture<Void> load(Flow.Publisher<String> statements, long pageSize) {
        Scratch scratch = operations.newScratch();
        Operation<Scratch> load = operations.dump(scratch, statements, pageSize);
        return replaced("load", prepared(scratch, load, operation -> longReads.load(operation, scratch)));
    }

    private CompletableFuture<Scratch> prepared(
            Scratch scratch, Operation<Scratch> preparing, Consumer<Operation<?>> start) {
        return deletedIfFailed(
                scratch,
                submitter.submit(
                        () -> {
                            submitter.statements().checkWriting(preparing.sql());
                            return preparing;
                        },
                        start));
    }

    private static CompletableFuture<Scratch> deletedIfFailed(Scratch scratch, CompletableFuture<Scratch> prepared) {
        Callbacks.whenDone(prepared, (file, failure) -> {
            if (failure != null) {
                scratch.delete();
            }
        });
        return prepared;
    }

    private CompletableFuture<Void> replaced(String description, CompletableFuture<Scratch> prepared) {
        return scope(prepared, file -> submitter.submit(() -> operations.replace(description, file)), Scratch::delete);
    }

    @Override
    public CompletableFuture<Void> copyTo(AsyncSqlite target) {
        Contents there = target.contents().withTimeout(operations.timeout());
        Scratch scratch = operations.newScratch();
        CompletableFuture<Scratch> copied = deletedIfFailed(
                scratch,
                submitter.submit(
                        () -> {
                            Range.require(!target.equals(submitter), "target must be another database");
                            return operations.copy(scratch);
                        },
                        longReads::backup));
        return scope(copied, copy -> there.restore(copy.file()), Scratch::delete);
    }

    private <R> CompletableFuture<Void> scope(
            CompletableFuture<R> opening, Function<R, CompletionStage<Void>> work, Consumer<R> end) {
        return Scope.of(
                opening,
                work,
                opened -> {
                    end.accept(opened);
                    return CompletableFuture.<Void>completedFuture(null);
                },
                submitter.newFuture(null));
    }
}
