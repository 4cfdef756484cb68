package io.asyncsqlite.internal.transaction;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The operations between the BEGIN and the end of an asynchronous transaction.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
public interface TransactionBody<T extends @Nullable Object> {

    /** Submits operations, and returns the stage whose completion ends the transaction. Runs on the callback executor. */
    CompletionStage<T> run(TransactionHandle transaction);

    /**
     * Called once the completion handler is attached to the stage. From now on, completing the stage closes the lane
     * synchronously, before the completing call returns.
     */
    default void running() {}
}
