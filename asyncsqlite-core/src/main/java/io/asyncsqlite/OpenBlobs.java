package io.asyncsqlite;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The blobs that are open in the transaction of one connection. Worker thread only. */
final class OpenBlobs {

    private final Set<OpenBlob> open = new LinkedHashSet<>();

    void add(OpenBlob blob) {
        open.add(blob);
    }

    /** Closes one that its user has closed or forgotten. */
    void remove(OpenBlob blob) {
        blob.close();
        open.remove(blob);
    }

    /** Closes all. */
    void endAll(String reason) {
        List.copyOf(open)
                .forEach(blob -> blob.end(Failures.blobClosed(reason, OpenBlob.description(blob.location()), null)));
        open.clear();
    }
}
