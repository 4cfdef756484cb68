package io.asyncsqlite.internal.query;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Runs work in one transaction that may last as long as an operation, or in a nested one. */
@FunctionalInterface
public interface OneTransaction {

    CompletableFuture<Long> run(Function<? super OperationSubmitter, ? extends CompletionStage<Long>> work);
}
