package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.Transaction;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What happens between the BEGIN and the end of an asynchronous transaction.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
public interface TransactionBody<T extends @Nullable Object> {

    /** Submits operations, and returns the stage whose completion ends the transaction. Runs on the callback executor. */
    CompletionStage<T> run(Transaction transaction);

    /** Is told that from now on the completion of the stage ends the transaction before it returns to whoever completes it. */
    default void running() {}
}
