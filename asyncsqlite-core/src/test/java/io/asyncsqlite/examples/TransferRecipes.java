package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.transfer.BadLine;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.ImportResult;
import io.asyncsqlite.transfer.NdJson;
import io.asyncsqlite.transfer.TransferProgress;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The code of docs/import-export.md, which a test runs. */
final class TransferRecipes {

    private TransferRecipes() {}

    static CompletableFuture<ImportResult> csvIn(AsyncSqlite db, Path file) {
        // tag::csv-in[]
        CompletableFuture<ImportResult> imported = Csv.into(db, "person").from(file);
        // end::csv-in[]
        return imported;
    }

    static CompletableFuture<TransferProgress> csvOut(AsyncSqlite db, Path file) {
        // tag::csv-out[]
        CompletableFuture<TransferProgress> exported =
                Csv.from(db.query("SELECT * FROM person WHERE born < ?", 1900)).to(file);
        // end::csv-out[]
        return exported;
    }

    static CompletableFuture<ImportResult> create(AsyncSqlite db, Path file) {
        // tag::create[]
        return Csv.into(db, "measurement").createTable().from(file);
        // end::create[]
    }

    static CompletableFuture<ImportResult> options(AsyncSqlite db, InputStream stream) {
        // tag::options[]
        return Csv.into(db, "person")
                .withDelimiter(';')
                .withCharset(StandardCharsets.ISO_8859_1)
                .withMapping(Map.of("Nr.", "id", "Surname", "name", "Date of birth", "born"))
                .withColumn("born", LocalDate::parse)
                .withProgress(progress -> System.out.println(progress.rows() + " rows"))
                .from(stream);
        // end::options[]
    }

    static CompletableFuture<ImportResult> badLines(AsyncSqlite db, Path file, List<BadLine> bad) {
        // tag::bad-lines[]
        return Csv.into(db, "person").withBadLines(bad::add).from(file);
        // end::bad-lines[]
    }

    static CompletableFuture<ImportResult> allOrNone(AsyncSqlite db, Path file) {
        // tag::all-or-none[]
        return Csv.into(db.withTimeout(Duration.ofMinutes(10)), "person")
                .allOrNone()
                .from(file);
        // end::all-or-none[]
    }

    static CompletableFuture<ImportResult> check(AsyncSqlite db, Path file, List<BadLine> bad) {
        // tag::check[]
        return db.inTransaction(tx -> Csv.into(tx, "person")
                .withBadLines(bad::add)
                .from(file)
                .thenApply(imported -> {
                    if (!bad.isEmpty()) {
                        throw new IllegalStateException(bad.size() + " bad lines, nothing was imported");
                    }
                    return imported;
                }));
        // end::check[]
    }

    static CompletableFuture<Long> refused(AsyncSqlite db, Iterable<List<Object>> products) {
        // tag::refused[]
        return db.bulkWrite("INSERT INTO product(code, name) VALUES (?, ?)")
                .withRefused(row -> System.out.println(row.index() + ": " + row.reason()))
                .from(products.iterator());
        // end::refused[]
    }

    static CompletableFuture<Long> replace(AsyncSqlite db, Iterable<List<Object>> products) {
        // tag::replace[]
        return db.bulkWrite("INSERT INTO product(code, name) VALUES (?, ?)")
                .allOrNoneAfter("DELETE FROM product")
                .from(products.iterator());
        // end::replace[]
    }

    static Flow.Publisher<ByteBuffer> download(AsyncSqlite db) {
        // tag::download[]
        Flow.Publisher<ByteBuffer> body =
                Csv.from(db.query("SELECT * FROM person")).withByteOrderMark().publisher();
        // end::download[]
        return body;
    }

    static CompletableFuture<ImportResult> ndJson(AsyncSqlite db, Path file) {
        // tag::ndjson[]
        return NdJson.from(db.query("SELECT id, name FROM person"))
                .replacing()
                .to(file)
                .thenCompose(
                        exported -> NdJson.into(db, "person_copy").createTable().from(file));
        // end::ndjson[]
    }
}
