package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.ImportResult;
import io.asyncsqlite.transfer.NdJson;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;

/** Imports files by asyncsqlite. */
final class ImportClient implements Client {

    private static final String TABLE = "item";

    private final AsyncSqliteClient core;
    private final BiFunction<AsyncSqlite, ItemSource, CompletableFuture<ImportResult>> importing;

    private ImportClient(
            Target target, BiFunction<AsyncSqlite, ItemSource, CompletableFuture<ImportResult>> importing) {
        this.core = new AsyncSqliteClient(target);
        this.importing = importing;
    }

    /** Imports CSV in chunks. */
    static ImportClient csv(Target target) {
        return new ImportClient(target, (db, source) -> Csv.into(db, TABLE).from(source.csv()));
    }

    /** Imports CSV in one transaction. */
    static ImportClient csvAll(Target target) {
        return new ImportClient(
                target, (db, source) -> Csv.into(db, TABLE).allOrNone().from(source.csv()));
    }

    /** Imports lines of JSON in chunks. */
    static ImportClient ndJson(Target target) {
        return new ImportClient(target, (db, source) -> NdJson.into(db, TABLE).from(source.ndjson()));
    }

    @Override
    public String pragma(String name) {
        return core.pragma(name);
    }

    @Override
    public long importItems(ItemSource source) throws InterruptedException, ExecutionException {
        return importing.apply(core.db(), source).get().rows();
    }

    @Override
    public void close() {
        core.close();
    }
}
