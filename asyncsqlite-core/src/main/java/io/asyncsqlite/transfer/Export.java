package io.asyncsqlite.transfer;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransferException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * An export of the rows of a query, which need not fit into memory. Immutable; each target runs the query anew.
 *
 * <p>The text is UTF-8. The rows are those of one snapshot: what is written meanwhile is not among them. They are read as those of
 * {@link io.asyncsqlite.Query#stream()}, so a target that takes nothing for {@link SqliteOptions#streamTimeout()} ends the export, and so does the end of
 * the transaction.
 *
 * @param <S> the format
 */
public abstract sealed class Export<S extends Export<S>> permits CsvExport, NdJsonExport {

    private final ExportSettings settings;

    Export(ExportSettings settings) {
        this.settings = settings;
    }

    abstract S with(ExportSettings changed);

    abstract RowText newText();

    final ExportSettings settings() {
        return settings;
    }

    /**
     * Adds a listener for the progress, which is called for about each 32 kilobytes.
     *
     * @param progress gets how far the export is. What it throws ends the export. Runs on the callback executor
     * @return an export with this listener only
     */
    public final S withProgress(Consumer<? super TransferProgress> progress) {
        return with(settings.withProgress(Objects.requireNonNull(progress, "progress")));
    }

    /**
     * Allows to replace a file at the target, in one step, when the export is complete and on the disk.
     *
     * @return an export that replaces
     */
    public final S replacing() {
        return with(settings.replacing());
    }

    /**
     * Exports to a file. It is written beside the target, as {@code .asyncsqlite-export-*}, for its owner only, flushed to the disk and renamed. So
     * under the name of the target is what was there before, or the whole export.
     *
     * @param file the file to be made; its directory must exist
     * @return what was written; fails with {@link TransferException} if the file exists or cannot be written
     */
    public final CompletableFuture<TransferProgress> to(Path file) {
        Objects.requireNonNull(file, "file");
        return ExportSink.run(settings, this::publisher, () -> ExportFile.create(file, settings.replaces()));
    }

    /**
     * Exports to a channel, which stays open.
     *
     * @param channel is written on the callback executor, and must be blocking
     * @return what was written; fails with what the channel throws, as the cause of {@link TransferException}
     */
    public final CompletableFuture<TransferProgress> to(WritableByteChannel channel) {
        Objects.requireNonNull(channel, "channel");
        ExportTarget target = () -> channel;
        return ExportSink.run(settings, this::publisher, () -> target);
    }

    /**
     * Exports to a stream, which stays open and is not flushed.
     *
     * @param stream is written on the callback executor, where it may block
     * @return what was written; fails with what the stream throws, as the cause of {@link TransferException}
     */
    public final CompletableFuture<TransferProgress> to(OutputStream stream) {
        return to(Channels.newChannel(stream));
    }

    /**
     * Publishes the text, for the body of an HTTP response. Nothing runs until the first request; each subscriber runs the query anew.
     *
     * @return buffers of about 32 kilobytes, which belong to the subscriber
     */
    public final Flow.Publisher<ByteBuffer> publisher() {
        return publisher(settings);
    }

    private Flow.Publisher<ByteBuffer> publisher(ExportSettings used) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            used.query().stream().subscribe(new ExportSubscription(used, newText(), subscriber));
        };
    }
}
