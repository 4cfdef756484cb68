package io.asyncsqlite.transfer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads lines of one format. */
interface ImportFormat {

    /**
     * Begins to read: the header, and if the table is to be created the sample.
     *
     * @param columns those of the table that take values; none if it is to be created
     */
    CompletableFuture<ImportPlan> begin(ImportLines lines, List<TargetColumn> columns) throws IOException;
}
