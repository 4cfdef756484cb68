package io.asyncsqlite.transfer;

import io.asyncsqlite.TransferException;
import io.asyncsqlite.internal.concurrent.StepsFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the buffers of an export to its target. Signals come one at a time, on the callback executor. */
final class ExportSink implements Flow.Subscriber<ByteBuffer> {

    /** Opens the target. */
    @FunctionalInterface
    interface Opening {

        ExportTarget open() throws IOException;
    }

    private final Opening opening;
    private final StepsFuture<TransferProgress> result = new StepsFuture<>(this::stop);
    private volatile TransferProgress written = new TransferProgress(0, 0);
    private volatile Flow.@Nullable Subscription source;
    private volatile @Nullable ExportTarget target;

    private ExportSink(Opening opening) {
        this.opening = opening;
    }

    /**
     * Runs an export.
     *
     * @param publisher makes the buffers with the given settings
     */
    static CompletableFuture<TransferProgress> run(
            ExportSettings settings, Function<ExportSettings, Flow.Publisher<ByteBuffer>> publisher, Opening opening) {
        ExportSink sink = new ExportSink(opening);
        publisher
                .apply(settings.withProgress(progress -> {
                    sink.written = progress;
                    settings.progress().accept(progress);
                }))
                .subscribe(sink);
        return sink.result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        source = given;
        given.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        try {
            ExportTarget to = target();
            while (buffer.hasRemaining()) {
                to.channel().write(buffer);
            }
        } catch (IOException e) {
            result.completeExceptionally(failure(e));
            return;
        } catch (Throwable e) {
            result.completeExceptionally(e);
            return;
        }
        Flow.Subscription from = source;
        if (from != null) {
            from.request(1);
        }
    }

    private ExportTarget target() throws IOException {
        ExportTarget open = target;
        if (open == null) {
            open = opening.open();
            target = open;
            if (result.isDone()) {
                open.discard();
            }
        }
        return open;
    }

    @Override
    public void onError(Throwable reason) {
        result.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        try {
            target().publish();
            result.complete(written);
        } catch (IOException e) {
            result.completeExceptionally(failure(e));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static TransferException failure(IOException e) {
        return new TransferException(
                "The export ended: its target cannot be written: " + e + ". What was at the target is unchanged"
                        + " if it is a file",
                0,
                e);
    }

    private void stop() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
        ExportTarget to = target;
        if (to != null) {
            to.discard();
        }
    }
}
