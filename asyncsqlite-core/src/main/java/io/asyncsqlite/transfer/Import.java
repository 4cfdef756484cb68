package io.asyncsqlite.transfer;

import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.TransferException;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * An import of lines into a table that need not fit into memory. Immutable; each call of {@code from} runs it anew.
 *
 * <p><b>Chunks.</b> The rows are written as a {@link BulkWrite} writes them: in chunks, each committed by itself, or in one transaction with
 * {@link #allOrNone()}. In a transaction they are a part of it.
 *
 * <p><b>Bad lines.</b> A line that is malformed, has another number of fields, has a value that its column cannot hold, or is refused by SQLite, ends the
 * import; {@link #withBadLines} leaves it out and reports it instead.
 *
 * <p><b>Failures.</b> A line that is refused before SQLite gets it, a header that does not fit and a source that cannot be read fail the
 * future with {@link TransferException}; SQLite's refusals with its own exception. If chunks stay, that is the cause of a {@link BulkWriteException},
 * which tells how many rows they have. Messages hold no values.
 *
 * <p><b>Cancel.</b> A cancel, a timeout of the future or a close of the database ends the import; chunks that have committed stay, and with
 * {@link #allOrNone()} nothing stays.
 *
 * @param <S> the format
 */
public abstract sealed class Import<S extends Import<S>> permits CsvImport, NdJsonImport {

    private final ImportSettings settings;

    Import(ImportSettings settings) {
        this.settings = settings;
    }

    abstract S with(ImportSettings changed);

    abstract ImportFormat format();

    final ImportSettings settings() {
        return settings;
    }

    /**
     * Sets how many rows a chunk has, as {@link BulkWrite#withChunkSize} does.
     *
     * @param rows at least 1; default 50,000
     * @return an import with this size
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    public final S withChunkSize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("chunkSize must be at least 1, was " + rows);
        }
        return with(settings.withChunkRows(rows));
    }

    /**
     * Adds a listener for the progress, which is called after each chunk.
     *
     * @param progress gets how far the import is; on a database these rows are on the disk then. What it throws ends the import. Runs on
     *     the callback executor
     * @return an import with this listener only
     */
    public final S withProgress(Consumer<? super TransferProgress> progress) {
        return with(settings.withProgress(Objects.requireNonNull(progress, "progress")));
    }

    /**
     * Leaves out bad lines and reports them, in place of ending the import.
     *
     * @param badLines gets each line that was left out: {@code list::add} collects them. Malformed lines come when they are read, lines that SQLite
     *     refuses after their chunk was written; one call at a time. What it throws ends the import. Runs on the callback executor
     * @return an import with this listener only
     */
    public final S withBadLines(Consumer<? super BadLine> badLines) {
        Objects.requireNonNull(badLines, "badLines");
        return with(settings.withBadLines(new OneAtATime<BadLine>(badLines)));
    }

    /**
     * Makes all rows one transaction, as {@link BulkWrite#allOrNone()} does: other writes wait until the last line, and all of it must be done
     * in {@link io.asyncsqlite.AsyncSqlite#timeout()}.
     *
     * @return an import of all rows or none
     */
    public final S allOrNone() {
        return with(settings.asWhole());
    }

    /**
     * Creates the table, which must not exist, as a STRICT one. Its columns and their types come from the first 1,000 lines: INTEGER or REAL if all
     * values are such numbers and stay as they are written, TEXT otherwise. A line after them that does not fit is a bad line. Without
     * {@link #allOrNone()} an import that fails leaves the table.
     *
     * @return an import that creates its table
     */
    public final S createTable() {
        return with(settings.creating());
    }

    /**
     * Imports a file.
     *
     * @param file is read on the callback executor
     * @return what was done, after the last COMMIT
     */
    public final CompletableFuture<ImportResult> from(Path file) {
        Objects.requireNonNull(file, "file");
        return run(new ImportSource(() -> Files.newInputStream(file), "file " + file.getFileName()));
    }

    /**
     * Imports a stream.
     *
     * @param stream is read on the callback executor, where it may block, and closed at the end
     * @return what was done, after the last COMMIT
     */
    public final CompletableFuture<ImportResult> from(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return run(new ImportSource(() -> new BufferedInputStream(stream), "stream"));
    }

    /**
     * Imports the buffers of a publisher, such as the body of an HTTP request.
     *
     * @param buffers are copied when they are signalled; at most four wait. A thread of the callback executor waits for them
     * @return what was done, after the last COMMIT
     */
    public final CompletableFuture<ImportResult> from(Flow.Publisher<ByteBuffer> buffers) {
        Objects.requireNonNull(buffers, "buffers");
        return run(new ImportSource(() -> PublishedBytes.of(buffers), "publisher"));
    }

    private CompletableFuture<ImportResult> run(ImportSource source) {
        return new ImportRun(settings, format(), source).start();
    }

    /** Shows the table. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + " into " + settings.quotedTable();
    }
}
