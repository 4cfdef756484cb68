package io.asyncsqlite.internal.session;

import io.asyncsqlite.Column;
import io.asyncsqlite.Cursor;
import io.asyncsqlite.Row;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.CursorRows;
import io.asyncsqlite.internal.query.ForEach;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handle of a cursor. When it becomes unreachable the cursor is closed, and reported as a leak if its query still runs. */
public final class CursorHandle implements Cursor {

    static final int ARRAY_SIZE = 64;

    private final ConnectionHandle connection;
    private final CursorRows rows;
    private volatile int arraySize = ARRAY_SIZE;

    CursorHandle(ConnectionHandle connection, CursorRows rows, OpenedAt openedAt) {
        this.connection = connection;
        this.rows = rows;
        if (rows.isRunning()) {
            rows.watchedBy(watch(this, connection.worker(), rows, openedAt));
        }
    }

    /** Static, so that nothing in it refers to the cursor. */
    private static LeakReports.Watch watch(
            CursorHandle cursor, ConnectionWorker worker, CursorRows rows, OpenedAt openedAt) {
        return LeakReports.watch(cursor, "A cursor of " + worker.name() + Excerpt.shown(rows.sql()), openedAt, () -> {
            worker.counters().leaked();
            end(worker, rows);
        });
    }

    private static void end(ConnectionWorker worker, CursorRows rows) {
        rows.refuse(Failures.cursorClosed("is closed", rows.sql()));
        if (rows.isRunning()) {
            worker.releaseLater(rows);
        }
    }

    @Override
    public CompletableFuture<Optional<Row>> fetchOne() {
        return fetch(1, taken -> taken.stream().findFirst());
    }

    @Override
    public CompletableFuture<List<Row>> fetchMany(int max) {
        Range.ROWS.check("rows", max);
        return fetch(max, taken -> taken);
    }

    private <T> CompletableFuture<T> fetch(int max, Function<List<Row>, T> conversion) {
        return fetch(Math.max(max, arraySize), from -> from.take(max), conversion);
    }

    @Override
    public CompletableFuture<List<Row>> fetchAll() {
        return fetch(Integer.MAX_VALUE, CursorRows::takeAll, taken -> taken);
    }

    /** Has rows read into memory, without taking them. */
    CompletableFuture<List<Row>> fill(int wanted) {
        return fetch(wanted, from -> List.of(), taken -> taken);
    }

    private <T> CompletableFuture<T> fetch(
            int wanted, Function<CursorRows, List<@Nullable Object[]>> taking, Function<List<Row>, T> conversion) {
        // The conversion refers to this cursor, so that the cursor is not taken for a leak while its rows are awaited.
        return connection.submit(() -> rows.fetch(
                connection.callbacks().executor(),
                connection.worker(),
                wanted,
                taking,
                read -> conversion.apply(asList(read))));
    }

    private List<Row> asList(Rows read) {
        return read.asList(connection.statements().codecs());
    }

    @Nullable
    Row poll() {
        @Nullable Object[] values = rows.poll();
        return values == null
                ? null
                : new StoredRow(rows.columns(), values, connection.statements().codecs());
    }

    public CursorRows rows() {
        return rows;
    }

    public Callbacks callbacks() {
        return connection.callbacks();
    }

    WriterHold hold() {
        return connection.hold();
    }

    @Override
    public CompletableFuture<Long> forEach(Consumer<? super Row> action) {
        return ForEach.of(stream(), action, connection.newFuture(null));
    }

    @Override
    public Flow.Publisher<Row> stream() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new CursorSubscription(this, subscriber).start();
        };
    }

    @Override
    public int arraySize() {
        return arraySize;
    }

    @Override
    public void arraySize(int size) {
        Range.ROWS.check("arraySize", size);
        arraySize = size;
    }

    @Override
    public List<String> columnNames() {
        return rows.columns().names();
    }

    @Override
    public List<Column> columns() {
        return rows.columns().list();
    }

    @Override
    public long rowsUpdated() {
        return rows.result().rowsUpdated();
    }

    @Override
    public long lastInsertRowid() {
        return rows.result().lastInsertRowid();
    }

    @Override
    public void close() {
        rows.endWatch();
        end(connection.worker(), rows);
    }
}
