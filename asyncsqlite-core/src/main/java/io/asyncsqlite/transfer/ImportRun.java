package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.internal.concurrent.StepsFuture;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs one import. */
final class ImportRun {

    private final ImportSettings settings;
    private final ImportFormat format;
    private final ImportSource source;
    private final ImportLines lines;
    private final AsyncOperations db;
    private final StepsFuture<ImportResult> result;

    ImportRun(ImportSettings settings, ImportFormat format, ImportSource source) {
        this.settings = settings;
        this.format = format;
        this.source = source;
        this.lines = new ImportLines(settings, source);
        this.db = settings.db();
        this.result = new StepsFuture<>(source::close);
    }

    CompletableFuture<ImportResult> start() {
        CompletableFuture<Long> unused = result.step(() -> db.query(TargetColumn.QUERY, settings.table())
                        .map(TargetColumn::of)
                        .list())
                .thenCompose(this::plan)
                .thenCompose(this::create)
                .thenCompose(this::write)
                .whenComplete(this::end);
        return result;
    }

    /** Reads the beginning of the source on the callback executor, where it may block: this is where a query hands over its rows. */
    private CompletableFuture<ImportPlan> plan(List<TargetColumn> columns) {
        AtomicReference<@Nullable CompletableFuture<ImportPlan>> plan = new AtomicReference<>();
        return result.step(() -> db.query("SELECT 1").forEach(one -> plan.set(begin(columns))))
                .thenCompose(done -> result.step(() -> Objects.requireNonNull(plan.get())));
    }

    private CompletableFuture<ImportPlan> begin(List<TargetColumn> columns) {
        if (settings.creates() != columns.isEmpty()) {
            throw lines.failure(
                    0,
                    settings.creates()
                            ? "the table exists; createTable() creates one"
                            : "there is no such table; createTable() creates it",
                    null);
        }
        try {
            return format.begin(lines, columns);
        } catch (IOException e) {
            throw lines.failure(0, "it cannot be read", e);
        }
    }

    private CompletableFuture<ImportPlan> create(ImportPlan plan) {
        String create = plan.create();
        return create == null || settings.whole()
                ? CompletableFuture.completedFuture(plan)
                : result.step(() -> db.execute(create)).thenApply(created -> plan);
    }

    private CompletableFuture<Long> write(ImportPlan plan) {
        return result.step(() -> bulkWrite(plan).from(plan.rows()));
    }

    private BulkWrite bulkWrite(ImportPlan plan) {
        BulkWrite write = db.bulkWrite(plan.insert()).withProgress(this::progress);
        if (settings.chunkRows() > 0) {
            write = write.withChunkSize(settings.chunkRows());
        }
        if (lines.reportsBadLines()) {
            write = write.withRefused(lines::refused);
        }
        if (settings.whole()) {
            String create = plan.create();
            write = create == null ? write.allOrNone() : write.allOrNoneAfter(create);
        }
        return write;
    }

    private void progress(long rows) {
        lines.written(rows);
        settings.progress().accept(new TransferProgress(rows, source.bytes()));
    }

    private void end(@Nullable Long rows, @Nullable Throwable failure) {
        source.close();
        if (rows == null) {
            result.fail(Objects.requireNonNull(failure));
        } else {
            result.complete(new ImportResult(rows, lines.bad(), source.bytes()));
        }
    }
}
