package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Transaction;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The operations of a database for reactive code, which take part in the transaction of the subscriber's context. Thread-safe.
 *
 * <pre>&#64;Service
 * class ReactiveAccountService {
 *
 *     private final ReactiveSqlite database;
 *
 *     ReactiveAccountService(ReactiveSqlite database) {
 *         this.database = database;
 *     }
 *
 *     &#64;Transactional
 *     public Mono&lt;Void&gt; transfer(long from, long to, long amount) {
 *         return database.mono(db -&gt; db.execute("UPDATE account SET balance = balance - ? WHERE id = ?", amount, from))
 *                 .then(database.mono(
 *                         db -&gt; db.execute("UPDATE account SET balance = balance + ? WHERE id = ?", amount, to)))
 *                 .then();
 *     }
 * }</pre>
 *
 * <p>It takes part in transactions of {@link ReactiveSqliteTransactionManager}, and of R2DBC if it was made for that, too. Without one its
 * functions get the database.
 */
public final class ReactiveSqlite {

    private final AsyncSqlite database;
    private final Function<TransactionSynchronizationManager, @Nullable Transaction> others;

    /**
     * Creates a view.
     *
     * @param database an open database: the same object that the {@link ReactiveSqliteTransactionManager} has
     */
    public ReactiveSqlite(AsyncSqlite database) {
        this(database, context -> null);
    }

    /**
     * Creates a view that takes part in transactions of another manager, too.
     *
     * @param database an open database
     * @param others finds the open transaction of that manager on the same database, or null
     */
    public ReactiveSqlite(
            AsyncSqlite database, Function<TransactionSynchronizationManager, @Nullable Transaction> others) {
        this.database = Objects.requireNonNull(database, "database");
        this.others = Objects.requireNonNull(others, "others");
    }

    /**
     * Returns what runs the operations of the subscriber.
     *
     * @return its open transaction, or the database
     */
    public Mono<AsyncOperations> current() {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .<AsyncOperations>mapNotNull(this::transaction)
                .onErrorResume(NoTransactionException.class, none -> Mono.empty())
                .defaultIfEmpty(database);
    }

    private @Nullable Transaction transaction(TransactionSynchronizationManager context) {
        TransactionHolder<OpenTransaction> holder = ReactiveSqliteTransactionManager.bound(context, database);
        return holder == null || holder.isEnded()
                ? others.apply(context)
                : holder.transaction().withTimeout(holder.timeFor(database.timeout()));
    }

    /**
     * Runs an operation for each subscriber. Cancelling cancels the operation.
     *
     * @param work gets the transaction or the database
     * @return the result; empty if it is null
     * @param <T> type of the result
     */
    public <T> Mono<T> mono(Function<? super AsyncOperations, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        return current().flatMap(operations -> Mono.fromCompletionStage(() -> work.apply(operations)));
    }

    /**
     * Streams the elements of a query for each subscriber. Cancelling ends the query.
     *
     * @param work gets the transaction or the database, and returns the stream of a query
     * @return its elements
     * @param <T> type of the elements
     */
    public <T> Flux<T> flux(Function<? super AsyncOperations, ? extends Flow.Publisher<T>> work) {
        Objects.requireNonNull(work, "work");
        return current().flatMapMany(operations -> JdkFlowAdapter.flowPublisherToFlux(work.apply(operations)));
    }

    @Override
    public String toString() {
        return "Reactive view of " + database;
    }
}
