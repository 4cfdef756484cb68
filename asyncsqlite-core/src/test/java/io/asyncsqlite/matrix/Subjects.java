package io.asyncsqlite.matrix;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.Cursor;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Query;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts the subject of a cell. */
final class Subjects {

    static final String FIRST = "first";
    static final String SUBJECT = "subject";
    static final String OUTER = "outer";

    private static final String INSERT = "INSERT INTO t(k) VALUES (?)";
    private static final String ENDLESS =
            " UNION ALL SELECT i FROM (WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM"
                    + " n WHERE i < 0)";

    private final Site site;
    private final Attempt attempt = new Attempt();
    private final CompletableFuture<Object> outer = new CompletableFuture<>();

    Subjects(Site site) {
        this.site = site;
    }

    Attempt attempt() {
        return attempt;
    }

    /** Completes with the transaction that a nested one belongs to. */
    CompletableFuture<Object> outer() {
        return outer;
    }

    /** Returns the rows that the subject inserts. */
    static String[] keys(Form form) {
        return switch (form) {
            case QUERY, READ_LAMBDA, STREAM, STREAM_IN_TRANSACTION, STREAM_ON_CONNECTION, CURSOR, FETCH ->
                new String[0];
            case STATEMENT, RETURNING, CONNECTION, CONNECTION_IN_TRANSACTION -> new String[] {SUBJECT};
            case BLOB -> new String[] {"blob:" + SUBJECT};
            default -> new String[] {FIRST, SUBJECT};
        };
    }

    /** Returns a statement that holds up what follows it, and ends when its gate is open or, if it must be stopped, never. */
    static String hold(boolean write, boolean endless) {
        String rows = "SELECT" + GatedEngine.HOLD + "'held'" + (endless ? ENDLESS : "");
        return write ? "DELETE FROM t WHERE k IN (" + rows + ")" : rows;
    }

    void start() {
        switch (site.cell.form()) {
            case NESTED -> inside(this::nested);
            case STREAM_IN_TRANSACTION -> inside(this::streamIn);
            case BATCH -> attempt.endsWith(attempt.aim(site.submitting(this::batch)));
            case SCRIPT -> attempt.endsWith(attempt.aim(site.submitting(this::script)));
            case STREAM -> stream(database());
            case STREAM_ON_CONNECTION -> stream(connection());
            case FETCH -> fetch();
            case HANDLE -> handle();
            case CURSOR -> cursor();
            case CONNECTION_IN_TRANSACTION -> inTransactionOfConnection();
            case CONNECTION_BEGIN -> beginOnConnection();
            case BLOB -> blob();
            default -> attempt.endsWith(attempt.aim(site.submitting(this::simple)));
        }
    }

    private CompletableFuture<?> simple() {
        AsyncSqlite db = database();
        return switch (site.cell.form()) {
            case STATEMENT -> db.execute(insert(), value(SUBJECT));
            case QUERY -> mapped(db.query(select(), value(SUBJECT))).list();
            case RETURNING -> mapped(db.query(returning(), value(SUBJECT))).list();
            case READ_LAMBDA -> db.read(this::read);
            case WRITE_LAMBDA -> db.write(this::write);
            case BLOCKED_LAMBDA -> db.write(this::block);
            case TRANSACTION -> db.inTransaction(this::function);
            case CONNECTION -> connection().execute(insert(), value(SUBJECT));
            default -> throw new IllegalStateException();
        };
    }

    private AsyncSqlite database() {
        return site.cell.event() == Event.DEADLINE ? site.db.withTimeout(site.shortTime) : site.db;
    }

    private AsyncConnection connection() {
        AsyncConnection connection = Objects.requireNonNull(site.connection);
        return site.cell.event() == Event.DEADLINE ? connection.withTimeout(site.shortTime) : connection;
    }

    private Object value(String text) {
        return new Odd(text);
    }

    private String insert() {
        return insert("");
    }

    private String returning() {
        return insert(" RETURNING k");
    }

    private String insert(String returning) {
        String rows = site.cell.endless() ? "SELECT ?" + ENDLESS : "VALUES (" + parameter() + ")";
        return "INSERT INTO t(k)" + GatedEngine.SUBJECT + rows + returning;
    }

    private String parameter() {
        return site.cell.event() == Event.SQL_FUNCTION_ERROR ? Site.PASSED + "(?)" : "?";
    }

    private String select() {
        return select(" WHERE k = 'taken'");
    }

    private String select(String rows) {
        return "SELECT" + GatedEngine.SUBJECT + "k || " + parameter() + " FROM t" + rows
                + (site.cell.endless() ? ENDLESS : "");
    }

    private Query<?> mapped(RowQuery query) {
        return switch (site.cell.event()) {
            case DECODE_ERROR -> query.mapTo(Odd.class);
            case MAPPER_ERROR ->
                query.map(row -> {
                    throw site.error;
                });
            default -> query;
        };
    }

    private CompletableFuture<Long> batch() {
        Iterable<?> rows = List.of(List.of(value(FIRST)), List.of(value(SUBJECT)));
        return database().executeMany(insert(), site.cell.event() == Event.ITERATOR_ERROR ? throwing() : rows);
    }

    private Iterable<?> throwing() {
        return () -> {
            throw site.error;
        };
    }

    private CompletableFuture<Void> script() {
        String first = INSERT.replace("?", "'" + FIRST + "'");
        return database().executeScript(first + "; " + insert().replace("?", "'" + SUBJECT + "'"));
    }

    private Object read(SyncConnection connection) {
        List<?> rows = connection.query(select(), value(SUBJECT)).list();
        throwFromFunction();
        return rows;
    }

    private Object write(SyncConnection connection) {
        connection.execute(INSERT, FIRST);
        throwFromFunction();
        return connection.execute(insert(), value(SUBJECT));
    }

    /** Inserts, and waits until it is interrupted or, if that is not the event, until the gate is open. */
    private Object block(SyncConnection connection) throws InterruptedException {
        connection.execute(INSERT, FIRST);
        connection.execute(INSERT, SUBJECT);
        site.engine.statement.touch();
        if (site.cell.endless()) {
            return new CountDownLatch(1).await(1, TimeUnit.HOURS);
        }
        site.engine.statement.pass();
        return true;
    }

    private CompletionStage<?> functionOf(Transaction transaction) {
        throwFromFunction();
        return transaction.execute(INSERT, FIRST).thenCompose(first -> transaction.execute(insert(), value(SUBJECT)));
    }

    private CompletionStage<Object> function(Transaction transaction) {
        return functionOf(transaction).thenApply(done -> done);
    }

    private void throwFromFunction() {
        if (site.cell.event() == Event.FUNCTION_ERROR) {
            throw site.error;
        }
    }

    /** Starts the subject in a transaction that goes on when the subject has ended. */
    private void inside(Consumer<Transaction> start) {
        CompletionStage<Object> all = site.db.inTransaction(transaction -> {
            holdLane(transaction);
            start.accept(site.cell.event() == Event.DEADLINE ? transaction.withTimeout(site.shortTime) : transaction);
            return attempt.result()
                    .handle((done, failure) -> null)
                    .thenCompose(ended -> transaction.execute(INSERT, OUTER).thenApply(done -> done));
        });
        CompletionStage<?> unused = all.whenComplete((done, failure) -> {
            if (failure == null) {
                outer.complete(done);
            } else {
                outer.completeExceptionally(Verdict.unwrapped(failure));
                // If the function never ran there is no subject.
                attempt.result().completeExceptionally(Verdict.unwrapped(failure));
            }
        });
    }

    private void nested(Transaction transaction) {
        attempt.endsWith(attempt.aim(site.submitting(() -> transaction.inTransaction(this::function))));
    }

    private void streamIn(Transaction transaction) {
        stream(transaction);
    }

    private void holdLane(Transaction transaction) {
        if (site.cell.moment() == Moment.QUEUED) {
            CompletableFuture<?> unused = transaction
                    .query(hold(false, site.cell.event() == Event.ABANDON))
                    .list();
        }
    }

    private void handle() {
        CompletableFuture<OpenTransaction> begun = attempt.aim(site.submitting(database()::begin));
        attempt.endsWith(
                begun.thenCompose(transaction ->
                        functionOfHandle(transaction).thenCompose(done -> attempt.aim(transaction.commit()))),
                () -> begun.thenCompose(OpenTransaction::rollback));
    }

    private CompletionStage<?> functionOfHandle(AsyncOperations transaction) {
        return transaction
                .execute(INSERT, FIRST)
                .thenCompose(first -> attempt.aim(transaction.execute(insert(), value(SUBJECT))));
    }

    private void stream(AsyncOperations where) {
        Query<?> query = mapped(where.query(select(), value(SUBJECT)));
        site.submitting(() -> {
            query.stream().subscribe(new Subscriber<>());
            return true;
        });
    }

    private void cursor() {
        CompletableFuture<Cursor> cursor =
                attempt.aim(site.submitting(() -> connection().cursor(select(), value(SUBJECT))));
        attempt.endsWith(cursor.thenCompose(open -> open.fetchAll().whenComplete((rows, failure) -> open.close())));
    }

    /** Opens a cursor, which reads 64 rows, and fetches the others. */
    private void fetch() {
        String rows =
                ", (WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n)";
        CompletableFuture<Cursor> cursor = attempt.aim(connection().cursor(select(rows), SUBJECT));
        attempt.endsWith(cursor.thenCompose(this::fetch));
    }

    private CompletionStage<?> fetch(Cursor cursor) {
        return attempt.aim(cursor.fetchMany(1000)).whenComplete((rows, failure) -> cursor.close());
    }

    private void inTransactionOfConnection() {
        AsyncConnection connection = connection();
        CompletableFuture<?> inserted =
                attempt.aim(site.submitting(() -> connection.execute(insert(), value(SUBJECT))));
        attempt.endsWith(inserted.thenCompose(done -> attempt.aim(connection.commit())), this::rollback);
    }

    private CompletableFuture<Void> rollback() {
        return Objects.requireNonNull(site.connection).rollback();
    }

    private void beginOnConnection() {
        AsyncConnection connection = connection();
        CompletableFuture<Void> begun = attempt.aim(site.submitting(connection::begin));
        attempt.endsWith(
                begun.thenCompose(open -> functionOfHandle(connection))
                        .thenCompose(done -> attempt.aim(connection.commit())),
                this::rollback);
    }

    private void blob() {
        AsyncConnection connection = connection();
        CompletableFuture<AsyncBlob> opened = attempt.aim(
                site.submitting(() -> connection.openBlob(BlobLocation.of("b", "v", 1), BlobMode.READ_WRITE)));
        attempt.endsWith(
                opened.thenCompose(this::writeBlob).thenCompose(done -> attempt.aim(connection.commit())),
                this::rollback);
    }

    private CompletionStage<?> writeBlob(AsyncBlob blob) {
        ByteBuffer bytes = ByteBuffer.wrap(SUBJECT.getBytes(StandardCharsets.UTF_8));
        return attempt.aim(blob.write(0, bytes)).whenComplete((done, failure) -> blob.close());
    }

    /** Asks for all rows. */
    private final class Subscriber<T> implements Flow.Subscriber<T> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            attempt.cancelBy(subscription::cancel);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T row) {
            if (site.cell.event() == Event.SUBSCRIBER_ERROR) {
                throw site.error;
            }
        }

        @Override
        public void onError(Throwable failure) {
            attempt.result().completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            attempt.result().complete(true);
        }
    }
}
