package io.asyncsqlite.internal.query;

import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.sql.Excerpt;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A bulk write on a database, in a transaction or on a connection. */
public final class SqlBulkWrite implements BulkWrite {

    private final OperationSubmitter submitter;
    private final OneTransaction transactions;
    private final BulkSettings settings;

    private SqlBulkWrite(OperationSubmitter submitter, OneTransaction transactions, BulkSettings settings) {
        this.submitter = submitter;
        this.transactions = transactions;
        this.settings = settings;
    }

    public static BulkWrite of(OperationSubmitter submitter, OneTransaction transactions, String sql) {
        Objects.requireNonNull(sql, "sql");
        return new SqlBulkWrite(submitter, transactions, BulkSettings.of(sql));
    }

    private BulkWrite with(BulkSettings changed) {
        return new SqlBulkWrite(submitter, transactions, changed);
    }

    @Override
    public BulkWrite withChunkSize(int rows) {
        Range.ROWS.check("chunkSize", rows);
        return with(settings.withChunkRows(rows));
    }

    @Override
    public BulkWrite withProgress(LongConsumer listener) {
        return with(settings.withProgress(Objects.requireNonNull(listener, "progress")));
    }

    @Override
    public BulkWrite withRefused(Consumer<? super RefusedRow> listener) {
        return with(settings.withRefused(Objects.requireNonNull(listener, "refused")));
    }

    @Override
    public BulkWrite allOrNone() {
        return with(settings.asWhole(null));
    }

    @Override
    public BulkWrite allOrNoneAfter(String first) {
        return with(settings.asWhole(Objects.requireNonNull(first, "first")));
    }

    @Override
    public CompletableFuture<Long> from(Iterator<?> rows) {
        Objects.requireNonNull(rows, "rows");
        return from(new CallbackSource(submitter.callbacks(), rows));
    }

    @Override
    public CompletableFuture<Long> from(Flow.Publisher<?> rows) {
        Objects.requireNonNull(rows, "rows");
        try {
            // Refuses a wrong statement before a transaction begins.
            BulkWriter writer = new BulkWriter(submitter, settings);
            return settings.whole() ? inOneTransaction(rows) : writer.run(rows);
        } catch (Throwable e) {
            return submitter.refused(null, e);
        }
    }

    private CompletableFuture<Long> inOneTransaction(Flow.Publisher<?> rows) {
        CompletableFuture<BulkWriter> running = new CompletableFuture<>();
        CompletableFuture<Long> ended = transactions.run(transaction -> {
            BulkWriter writer = new BulkWriter(transaction, settings);
            running.complete(writer);
            return first(transaction).thenCompose(done -> writer.run(rows));
        });
        // A transaction that ends before its rows do takes no more of them, also if it ends before its work begins.
        Callbacks.whenDone(ended, (changes, failure) -> {
            if (failure != null) {
                Callbacks.whenDone(running, SqlBulkWrite::cancel);
            }
        });
        return ended;
    }

    private static void cancel(@Nullable BulkWriter writer, @Nullable Throwable none) {
        if (writer != null) {
            writer.cancel();
        }
    }

    private CompletableFuture<?> first(OperationSubmitter transaction) {
        String first = settings.first();
        return first == null ? CompletableFuture.completedFuture(null) : transaction.execute(first);
    }

    /** Shows the SQL without its literals. */
    @Override
    public String toString() {
        return "Bulk write" + Excerpt.shown(settings.sql());
    }
}
