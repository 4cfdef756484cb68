package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;

/** A query that is read to its end at once, for connections that must not be kept by a slow consumer. */
final class WholeResult implements ChunkSource {

    private final CompletableFuture<Rows> rows;

    WholeResult(CompletableFuture<Rows> rows, ChunkSink sink) {
        this.rows = rows;
        Callbacks.whenDone(rows, (result, failure) -> {
            if (result != null) {
                sink.last(result);
            } else if (failure != null) {
                sink.failed(failure);
            }
        });
    }

    @Override
    public void consumed() {
        // Intentionally nothing: the only chunk holds everything.
    }

    @Override
    public void abandon() {
        rows.cancel(false);
    }
}
