package io.asyncsqlite.transfer;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Where an export is written. */
interface ExportTarget {

    WritableByteChannel channel();

    /** Makes the whole export visible. */
    default void publish() throws IOException {}

    /** Takes away what was written, after a failure and after {@link #publish}. */
    default void discard() {}
}
