package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.internal.engine.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Documents are consistent, and the code that they show works. */
@Timeout(60)
class DocumentationTests {

    private static final Path DECISIONS = CodeBlocks.ROOT.resolve("docs/adr");
    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TABLE_OR_LINK = Pattern.compile("\\|.*|\\s*(- )?!?\\[[^]]*]\\([^)]*\\)[.,;:]?");
    private static final int LINE_LENGTH = 120;

    @TempDir
    Path directory;

    @Test
    void relativeLinksLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:|#)([^)#]+)");
        for (Path document : CodeBlocks.documents()) {
            link.matcher(Files.readString(document))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(target -> assertThat(document.resolveSibling(target))
                            .as("link in %s", document)
                            .exists());
        }
    }

    @Test
    void anchorsLeadToHeadings() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]*\\.md)?#([^)]+)\\)");
        for (Path document : CodeBlocks.documents()) {
            link.matcher(Files.readString(document)).results().forEach(match -> {
                Path target = match.group(1) == null ? document : document.resolveSibling(match.group(1));
                assertThat(Headings.anchors(CodeBlocks.read(target)))
                        .as("anchors of %s, linked from %s", target, document)
                        .contains(match.group(2));
            });
        }
    }

    @Test
    void theMapHasEveryPage() throws IOException {
        String map = Files.readString(CodeBlocks.ROOT.resolve("docs/README.md"));

        try (Stream<Path> pages = Files.list(CodeBlocks.ROOT.resolve("docs"))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .hasSizeGreaterThan(30)
                    .allSatisfy(name -> assertThat(map).contains("](" + name));
        }
    }

    @Test
    void proseLinesHaveAtMost120Characters() throws IOException {
        for (Path document : CodeBlocks.documents()) {
            assertThat(FENCED.matcher(Files.readString(document)).replaceAll("").lines())
                    .as("lines of %s that are longer than %d", document, LINE_LENGTH)
                    .filteredOn(line -> line.length() > LINE_LENGTH
                            && !TABLE_OR_LINK.matcher(line).matches())
                    .isEmpty();
        }
    }

    @Test
    void everyDecisionRecordHasAStatus() throws IOException {
        assertThat(decisionRecords())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(Files.readString(record))
                        .containsPattern("(?m)^\\*\\*Status\\.\\*\\* (Accepted|Amended by|Superseded by)"));
    }

    @Test
    void theIndexLinksEveryDecisionRecord() throws IOException {
        String index = Files.readString(DECISIONS.resolve("README.md"));

        assertThat(decisionRecords())
                .allSatisfy(record -> assertThat(index).contains("](" + record.getFileName() + ")"));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> classes = new HashSet<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(CodeBlocks.ROOT, "asyncsqlite-*")) {
            for (Path module : modules) {
                // One that only has a POM has none.
                Path source = module.resolve("src");
                try (Stream<Path> files = Files.exists(source) ? Files.walk(source) : Stream.empty()) {
                    files.map(file -> file.getFileName().toString().replaceFirst("\\.(java|kt)$", ""))
                            .forEach(classes::add);
                }
            }
        }

        assertThat(Pattern.compile("\\w*[a-z](Tests|IT)\\b")
                        .matcher(Files.readString(CodeBlocks.ROOT.resolve("docs/tests.md")))
                        .results()
                        .map(MatchResult::group))
                .hasSizeGreaterThan(50)
                .allMatch(classes::contains);
    }

    @Test
    void theQuickStartPrintsItsNote() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuickStart.class.getName())
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualToIgnoringNewLines("[{id=1, body='hi'}]");
        assertThat(directory.resolve("app.db")).exists();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
    }

    @Test
    void theBasicsWork() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("basics.db"))) {
            db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .get(20, TimeUnit.SECONDS);

            Basics.parameters(db).get(20, TimeUnit.SECONDS);
            Basics.rows(db).get(20, TimeUnit.SECONDS);
            assertThat(Basics.function(db).get(20, TimeUnit.SECONDS).rowsUpdated())
                    .isEqualTo(1);
            assertThat(Basics.lambda(db).get(20, TimeUnit.SECONDS).rowsUpdated())
                    .isEqualTo(1);
            assertThat(Basics.blocking(db))
                    .hasSize(6)
                    .startsWith(new Basics.Note(1, "by position!!!"), new Basics.Note(2, "by name"));
            assertThat(Basics.failure(db).get(20, TimeUnit.SECONDS)).isEqualTo("taken: [id]");
        }
    }

    @Test
    void theCookbookWorks() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("cookbook.db"))) {
            db.executeScript("CREATE TABLE product(id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);"
                            + "CREATE TABLE job(id INTEGER PRIMARY KEY, payload TEXT, taken_by TEXT, taken_at TEXT);"
                            + "INSERT INTO job(payload) VALUES ('first'), ('second')")
                    .get(20, TimeUnit.SECONDS);

            List<Object[]> products = IntStream.range(0, 1_000)
                    .mapToObj(i -> new Object[] {"p" + i, "product number " + i})
                    .toList();
            assertThat(Cookbook.keys(db, products).get(20, TimeUnit.SECONDS))
                    .hasSize(1_000)
                    .startsWith(1L, 2L);
            CompletableFuture<Long> imported;
            try (SubmissionPublisher<Map<String, String>> source = new SubmissionPublisher<>()) {
                imported = Cookbook.importFrom(db, source);
                while (!source.hasSubscribers()) {
                    Thread.onSpinWait();
                }
                source.submit(Map.of("code", "x", "name", "of a publisher"));
            }
            assertThat(imported.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(Cookbook.takeJob(db, "a").get(20, TimeUnit.SECONDS)).contains(new Cookbook.Job(1, "first"));
            assertThat(Cookbook.takeJob(db, "b").get(20, TimeUnit.SECONDS)).contains(new Cookbook.Job(2, "second"));
            assertThat(Cookbook.takeJob(db, "a").get(20, TimeUnit.SECONDS)).isEmpty();
            assertThat(Cookbook.page(db, 100).get(20, TimeUnit.SECONDS)).hasSize(50);
            assertThat(Cookbook.upsert(db, "p7", "lucky seven")
                            .get(20, TimeUnit.SECONDS)
                            .rowsUpdated())
                    .isEqualTo(1);
            Cookbook.searchable(db).get(20, TimeUnit.SECONDS);
            assertThat(Cookbook.search(db, "lucky").get(20, TimeUnit.SECONDS)).containsExactly("lucky seven");
            assertThat(Cookbook.hits(db, "lucky").get(20, TimeUnit.SECONDS))
                    .extracting(Cookbook.Hit::excerpt)
                    .containsExactly("[lucky] seven");
            assertThat(Cookbook.search(db, "no \" AND OR").get(20, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(Cookbook.json(db).get(20, TimeUnit.SECONDS)).containsExactly("Ada", "Bob");
            assertThat(Cookbook.withinLimit(db, "x", "y").get(20, TimeUnit.SECONDS))
                    .isZero();
        }
        Cookbook.aTest(directory);
    }

    @Test
    void theImportWritesEachLine() throws Exception {
        Path file = directory.resolve("imported.db");
        Path csv = Files.write(
                directory.resolve("products.csv"),
                IntStream.range(0, 60_000)
                        .mapToObj(i -> "p" + i + ",product, number " + i)
                        .toList());

        ImportProducts.main(new String[] {file.toString(), csv.toString()});

        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(db.blocking()
                            .query("SELECT count(*) FROM product WHERE name LIKE 'product, number %'")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(60_000);
        }
    }

    @Test
    void theRecipesWork() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("recipes.db"))) {
            db.execute("CREATE TABLE account(name TEXT PRIMARY KEY, balance INTEGER NOT NULL)")
                    .get(20, TimeUnit.SECONDS);

            assertThat(Recipes.readYourWrite(db).get(20, TimeUnit.SECONDS))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getLong("balance")).isEqualTo(10));
            assertThat(Recipes.transfer(db).get(20, TimeUnit.SECONDS).rowsUpdated())
                    .isEqualTo(1);
            assertThat(Recipes.patiently(db).get(20, TimeUnit.SECONDS).rowsUpdated())
                    .isEqualTo(1);
            assertThat(Recipes.report(db).get(20, TimeUnit.SECONDS)).isEqualTo(8);
            assertThat(Recipes.impatiently(db).get(20, TimeUnit.SECONDS)).containsExactly("Ann");
            Recipes.procedural(db).get(20, TimeUnit.SECONDS);
            Recipes.withHandle(db).get(20, TimeUnit.SECONDS);
            try (AsyncConnection connection = db.connect().get(20, TimeUnit.SECONDS)) {
                assertThat(Recipes.firstTen(connection).get(20, TimeUnit.SECONDS))
                        .singleElement()
                        .satisfies(row -> assertThat(row.getLong("balance")).isEqualTo(6));
            }
            RowQueue rows = new RowQueue();
            Recipes.print(db, rows);
            assertThat(rows.names.poll(20, TimeUnit.SECONDS)).isEqualTo("Ann");
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine opens blobs and traces statements")
    void theRecipesForTheForeignEngineWork() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("recipes.db"));
                AsyncConnection connection = db.connect().get(20, TimeUnit.SECONDS)) {
            db.executeScript("CREATE TABLE account(name, balance); INSERT INTO account VALUES ('Ann', 10);"
                            + "CREATE TABLE picture(id INTEGER PRIMARY KEY, body)")
                    .get(20, TimeUnit.SECONDS);
            Recipes.store(connection, 3, ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2, 3}))
                    .get(20, TimeUnit.SECONDS);
            CompletableFuture<ByteBuffer> shown = new CompletableFuture<>();
            Recipes.show(db, 1, new FirstPiece(shown));
            assertThat(shown.get(20, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));

            Row row = Recipes.guarded(connection, "SELECT name, balance FROM account")
                    .get(20, TimeUnit.SECONDS)
                    .get(0);
            assertThat(row.getString("name")).isEqualTo("Ann");
            assertThat(row.get("balance")).isNull();
            assertThat(Recipes.guarded(connection, "DELETE FROM account"))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("not authorized");
        }
    }

    private static List<Path> decisionRecords() throws IOException {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .toList();
        }
    }

    private static final class RowQueue implements Flow.Subscriber<Row> {

        final BlockingQueue<String> names = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Row row) {
            names.add(row.getString("name"));
        }

        @Override
        public void onError(Throwable failure) {
            names.add("error");
        }

        @Override
        public void onComplete() {
            names.add("complete");
        }
    }

    private record FirstPiece(CompletableFuture<ByteBuffer> piece) implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer next) {
            piece.complete(next);
        }

        @Override
        public void onError(Throwable failure) {
            piece.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            // Intentionally nothing: the test waits for the first piece.
        }
    }
}
