package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.failure.Failures;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The blobs that are open in the transaction of one connection. Worker thread only. */
public final class OpenBlobs {

    private final Set<OpenBlob> open = new LinkedHashSet<>();

    public void add(OpenBlob blob) {
        open.add(blob);
    }

    /** Closes a blob that its user has closed, or that became unreachable. */
    public void remove(OpenBlob blob) {
        blob.close();
        open.remove(blob);
    }

    /** Closes all. */
    public void endAll(String reason) {
        List.copyOf(open)
                .forEach(blob -> blob.end(Failures.blobClosed(reason, OpenBlob.description(blob.location()), null)));
        open.clear();
    }
}
