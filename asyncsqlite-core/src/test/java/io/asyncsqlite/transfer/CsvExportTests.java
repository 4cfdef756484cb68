package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.TransferException;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that become CSV. */
@Timeout(60)
class CsvExportTests extends AppDatabase {

    private static final String MANY =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n";

    private Path target;

    @BeforeEach
    void create() throws Exception {
        target = directory.resolve("out.csv");
        await(db.executeScript("CREATE TABLE v(a, b, c); INSERT INTO v VALUES (1, NULL, ''), (2.5, 'x,y', '\"'),"
                + " (x'C0FFEE', 9e999, 'two' || char(10) || 'lines')"));
    }

    private String textOf(CsvExport export) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        await(export.to(stream));
        return stream.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nullEmptyTextNumbersBytesAndQuotesAreTold() throws Exception {
        assertThat(textOf(Csv.from(db.query("SELECT * FROM v"))))
                .isEqualTo("a,b,c\r\n1,,\"\"\r\n2.5,\"x,y\",\"\"\"\"\r\nC0FFEE,9e999,\"two\nlines\"\r\n");
    }

    @Test
    void optionsChangeTheText() throws Exception {
        CsvExport export = Csv.from(db.query("SELECT 1 AS a, 'x;y' AS b"));

        assertThat(textOf(export.withDelimiter(';').withByteOrderMark())).isEqualTo("\uFEFFa;b\r\n1;\"x;y\"\r\n");
        assertThat(textOf(export.withoutHeader())).isEqualTo("1,x;y\r\n");
    }

    @Test
    void queryWithoutRowsHasAHeader() throws Exception {
        assertThat(textOf(Csv.from(db.query("SELECT a, c FROM v WHERE a = 99"))))
                .isEqualTo("a,c\r\n");
    }

    @Test
    void returningIsExported() throws Exception {
        assertThat(textOf(Csv.from(db.query("DELETE FROM v WHERE a = 1 RETURNING a"))))
                .isEqualTo("a\r\n1\r\n");
        assertThat(textOf(Csv.from(db.query("DELETE FROM v WHERE a = 1 RETURNING a"))))
                .isEmpty();
    }

    @Test
    void fileIsWholeAndOfItsOwner() throws Exception {
        List<TransferProgress> progress = Collections.synchronizedList(new ArrayList<>());

        TransferProgress made =
                await(Csv.from(db.query(MANY)).withProgress(progress::add).to(target));

        assertThat(made.rows()).isEqualTo(100_000);
        assertThat(made.bytes()).isEqualTo(Files.size(target));
        assertThat(progress).hasSizeGreaterThan(10).last().isEqualTo(made);
        assertThat(Files.readAllLines(target)).hasSize(100_001).endsWith("100000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(parts()).isEmpty();
    }

    private List<Path> parts() throws IOException {
        List<Path> parts = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ".asyncsqlite-export-*")) {
            found.forEach(parts::add);
        }
        return parts;
    }

    @Test
    void existingFileIsReplacedOnlyIfAllowed() throws Exception {
        Files.writeString(target, "old");
        CsvExport export = Csv.from(db.query("SELECT 1 AS a"));

        assertThat(failureOf(export.to(target)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("replacing()");
        assertThat(target).hasContent("old");
        await(export.replacing().to(target));
        assertThat(target).hasContent("a\r\n1\r\n");
        assertThat(failureOf(export.replacing().to(directory))).isInstanceOf(TransferException.class);
        assertThat(failureOf(export.to(directory.resolve("none").resolve("out.csv"))))
                .isInstanceOf(TransferException.class);
    }

    @Test
    void failedQueryLeavesTheOldFile() throws Exception {
        Files.writeString(target, "old");
        String failing =
                MANY.replace("SELECT i FROM n", "SELECT abs(CASE i WHEN 90000 THEN -9223372036854775808 END) FROM n");

        assertThat(failureOf(Csv.from(db.query(failing)).replacing().to(target)))
                .hasMessageContaining("integer overflow");
        assertThat(target).hasContent("old");
        assertThat(parts()).isEmpty();
    }

    @Test
    void cancelledExportLeavesTheOldFile() throws Exception {
        Files.writeString(target, "old");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<TransferProgress> export = Csv.from(db.query(MANY))
                .replacing()
                .withProgress(progress -> {
                    begun.countDown();
                    await(cancelled);
                })
                .to(target);
        await(begun);

        export.cancel(false);
        cancelled.countDown();

        assertThat(failureOf(export)).isInstanceOf(CancellationException.class);
        db.close();
        assertThat(target).hasContent("old");
        assertThat(parts()).isEmpty();
    }

    @Test
    void streamThatFailsEndsTheExport() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int letter) throws IOException {
                throw new IOException("full");
            }
        };

        assertThat(failureOf(Csv.from(db.query(MANY)).to(full)))
                .isInstanceOf(TransferException.class)
                .hasRootCauseMessage("full");
    }

    @Test
    void rowsAreOfOneSnapshot() throws Exception {
        await(db.execute("CREATE TABLE big AS " + MANY));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        CompletableFuture<TransferProgress> export = Csv.from(db.query("SELECT i FROM big"))
                .withProgress(progress -> {
                    begun.countDown();
                    await(changed);
                })
                .to(target);
        await(begun);

        await(db.execute("UPDATE big SET i = -1"));
        changed.countDown();

        await(export);
        assertThat(Files.readAllLines(target)).doesNotContain("-1");
    }

    @Test
    void publisherGivesOnlyWhatIsAskedFor() throws Exception {
        List<ByteBuffer> buffers = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch two = new CountDownLatch(2);
        CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Csv.from(db.query(MANY)).publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscribed.complete(subscription);
            }

            @Override
            public void onNext(ByteBuffer buffer) {
                buffers.add(buffer);
                two.countDown();
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });

        await(subscribed).request(2);
        await(two);
        // Whatever the first request has set off has run before this query of the only callback thread at a time.
        await(db.query("SELECT 1").list());
        assertThat(buffers).hasSize(2).allMatch(buffer -> buffer.remaining() < 50_000);
        await(subscribed).request(Long.MAX_VALUE);
        await(done);
        assertThat(buffers.stream().mapToLong(ByteBuffer::remaining).sum()).isEqualTo(688_898);
    }

    @Test
    void subscriberThatAsksForNothingIsRefused() throws Exception {
        CompletableFuture<List<ByteBuffer>> collected = Collector.collect(subscriber -> Csv.from(db.query(MANY))
                .publisher()
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(0);
                    }

                    @Override
                    public void onNext(ByteBuffer buffer) {
                        subscriber.onNext(buffer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        subscriber.onError(failure);
                    }

                    @Override
                    public void onComplete() {
                        subscriber.onComplete();
                    }
                }));

        assertThat(failureOf(collected)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publishedExportIsImported() throws Exception {
        await(db.execute("CREATE TABLE copy(i INTEGER)"));

        ImportResult result =
                await(Csv.into(db, "copy").from(Csv.from(db.query(MANY)).publisher()));

        assertThat(result.rows()).isEqualTo(100_000);
        assertThat(await(db.query("SELECT sum(i) FROM copy").mapTo(Long.class).one()))
                .isEqualTo(5_000_050_000L);
    }
}
