package io.asyncsqlite.spring.boot.dao;

import io.asyncsqlite.SqliteException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Turns {@link SqliteException}s into Spring's {@link DataAccessException}s, which keep the message and have the original as their cause.
 * Thread-safe.
 *
 * <p>Failures arrive in futures, where the aspect for {@code @Repository} beans does not see them: translate them there, with
 * {@link #translated}, or with {@link #translate} as in {@code mono.onErrorMap(translator::translate)}. An exception of {@code
 * join} in a {@code @Repository} is translated by that aspect.
 *
 * <pre>{@code
 * return translator.translated(database.execute("INSERT INTO note(body) VALUES (?)", "hi"));
 * }</pre>
 */
public final class SqliteExceptionTranslator implements PersistenceExceptionTranslator {

    /** Creates a translator. */
    public SqliteExceptionTranslator() {}

    /**
     * Translates a failure, also one that a future has wrapped.
     *
     * @param failure any failure
     * @return Spring's exception, or {@code failure} itself if it does not come from this library
     */
    public Throwable translate(Throwable failure) {
        return unwrapped(failure) instanceof SqliteException own ? Categories.translate(own) : failure;
    }

    /**
     * Returns a future that fails with Spring's exceptions. Cancelling it cancels the operation.
     *
     * @param future a future of an operation
     * @return a future with the same result, or with the translated failure
     * @param <T> type of the result
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The actions get the failures.
    public <T extends @Nullable Object> CompletableFuture<T> translated(CompletableFuture<T> future) {
        CompletableFuture<T> translated = future.newIncompleteFuture();
        future.whenComplete((result, failure) -> {
            if (failure == null) {
                translated.complete(result);
            } else {
                translated.completeExceptionally(translate(failure));
            }
        });
        translated.whenComplete((result, failure) -> {
            if (translated.isCancelled()) {
                future.cancel(true);
            }
        });
        return translated;
    }

    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException failure) {
        return translate(failure) instanceof DataAccessException translated ? translated : null;
    }

    private static @Nullable Throwable unwrapped(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper ? failure.getCause() : failure;
    }
}
