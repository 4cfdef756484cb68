package io.asyncsqlite.internal;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.internal.backup.Dump;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.connection.ChunkedReading;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.operation.ConnectionBody;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.query.StreamOperation;
import io.asyncsqlite.internal.query.WholeResult;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens streams of a database: read in chunks, or at once where a reading connection cannot be lent. */
final class DatabaseStreams {

    private final Database database;
    private final Services services;
    private final OperationSubmitter submitter;

    DatabaseStreams(Database database, Services services, OperationSubmitter submitter) {
        this.database = database;
        this.services = services;
        this.submitter = submitter;
    }

    ChunkSource query(BoundStatement bound, @Nullable OpenedAt openedAt, ChunkSink sink) {
        if (!database.separateReaders() || bound.statement().kind() != StatementKind.READ) {
            return submitter.wholeResult(bound, sink);
        }
        return started(
                new StreamOperation(
                        submitter.callbacks().executor(),
                        bound,
                        sink,
                        services.options().streamTimeout(),
                        submitter.completions().held()::await,
                        openedAt,
                        database.longStreams()::isLong),
                sink);
    }

    ChunkSource blob(BlobLocation location, ChunkSink sink) {
        return open(
                OpenBlob.description(location),
                connection -> BlobReading.whole(connection, location),
                connection -> new BlobReading(connection.openBlob(location, false)),
                sink);
    }

    ChunkSource dump(ChunkSink sink) {
        Statements statements = submitter.statements();
        return open(
                "dump",
                connection -> Dump.whole(connection, statements),
                connection -> new Dump(connection, statements),
                sink);
    }

    private ChunkSource open(
            String description,
            ConnectionBody<Rows> whole,
            Function<DatabaseConnection, ChunkedReading> inChunks,
            ChunkSink sink) {
        Executor executor = submitter.callbacks().executor();
        if (!database.separateReaders()) {
            return new WholeResult(
                    submitter.submit(() -> ConnectionOperation.reading(executor, description, whole)),
                    () -> null,
                    sink);
        }
        return started(
                new StreamOperation(
                        executor,
                        description,
                        0,
                        inChunks,
                        ChunkSize.DEFAULT,
                        sink,
                        services.options().streamTimeout(),
                        submitter.completions().held()::await),
                sink);
    }

    private ChunkSource started(StreamOperation stream, ChunkSink sink) {
        database.started(stream);
        Callbacks.whenDone(submitter.submit(() -> stream), (rows, failure) -> {
            database.ended(stream);
            if (failure != null) {
                sink.failed(failure);
            } else if (rows != null) {
                sink.last(rows);
            }
        });
        return stream;
    }
}
