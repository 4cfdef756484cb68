package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The tests of the core succeed on a cluster of one newer server, but for those that a table in docs/dqlite.md names with a reason. */
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoreSuitesIT {

    private static final Path DOCUMENT =
            Path.of("").toAbsolutePath().getParent().resolve("docs/dqlite.md");
    private static final Path LOG = Path.of("target/core-suites.txt");
    /** The suites that are about what every database does, not about files, engines or faults of a disk. */
    private static final String SUITES = "AddedListener|Backpressure|BadInput|BlockingSelfWait|Blocking|BulkWrite|"
            + "BulkWriteUnits|Callback|Capability|Changes|Close|Codec|ConnectionLimit|Connection|ConnectionView|Constraint|"
            + "Cursor|Decimal|Dump|ForEach|GivenUp|GroupCommit|InsertedRowid|LambdaConnection|"
            + "LateStage|List|LiveModel|LiveQuery|LiveTables|LiveWrites|Message|"
            + "OpenTransaction|QueryMany|QueryResult|Query|RefusedRow|Row|Savepoint|"
            + "Scope|Script|SelfWait|StatementLog|Stats|StreamConnection|Stream|TimeOrder|"
            + "Tracer|TransactionMode|TransactionStream|Transaction|Migration|TableRebuild|Schema";

    private static final Pattern NAME = Pattern.compile("`(\\w+Tests\\.\\w+)`");
    private static final int MANY = 450;

    @TempDir
    static Path directory;

    /** What the tests have done. */
    private static final class Results implements TestExecutionListener, AutoCloseable {

        private final List<String> failed = new ArrayList<>();
        private int succeeded;
        private int aborted;
        private int elsewhere;
        private long since;
        private final Set<String> ownServers = named("own servers");
        private final PrintWriter log;
        private DemoCluster cluster;

        Results(PrintWriter log) throws Exception {
            this.log = log;
            this.cluster = newServer();
        }

        private DemoCluster newServer() throws Exception {
            DemoCluster started = DemoCluster.startNewer(Files.createTempDirectory(directory, "server"));
            ClusterProvider.use(started.location());
            return started;
        }

        /** A test that failed may have left a statement that keeps the server from all others. */
        private void replaceServer() {
            try {
                cluster.close();
                cluster = newServer();
            } catch (Exception e) {
                throw new IllegalStateException("no server could be started", e);
            }
        }

        @Override
        public void close() {
            ClusterProvider.use(null);
            cluster.close();
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            since = System.nanoTime();
            if (test.isTest()) {
                ClusterProvider.takeOpened();
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            log.println(nameOf(test) + " " + (System.nanoTime() - since) / 1_000_000 + " ms " + result);
            switch (result.getStatus()) {
                case SUCCESSFUL -> succeeded(test);
                case ABORTED -> aborted++;
                case FAILED ->
                    failed.add(nameOf(test) + ": " + result.getThrowable().orElse(null));
            }
            if (result.getStatus() == TestExecutionResult.Status.FAILED || ownServers.contains(nameOf(test))) {
                replaceServer();
            }
        }

        private void succeeded(TestIdentifier test) {
            if (test.isTest() && ClusterProvider.takeOpened() > 0) {
                succeeded++;
            } else if (test.isTest()) {
                elsewhere++;
            }
        }

        private static String nameOf(TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> simple((MethodSource) source))
                    .orElse(test.getDisplayName());
        }

        @Override
        public String toString() {
            return succeeded + " succeeded in the cluster, " + elsewhere + " without it, " + aborted
                    + " set options of files, " + failed.size() + " failed" + failed;
        }
    }

    private static String simple(MethodSource source) {
        String type = source.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + source.getMethodName();
    }

    @Test
    void theTestsOfTheCoreSucceed() throws Exception {
        // Also of a run that was stopped.
        try (PrintWriter log = new PrintWriter(new FileWriter(LOG.toFile(), StandardCharsets.UTF_8), true);
                Results results = new Results(log)) {
            LauncherFactory.create().execute(tests(), results);
            log.println(results);

            assertThat(results.failed).isEmpty();
            assertThat(results.succeeded).isGreaterThan(MANY);
        }
    }

    private static LauncherDiscoveryRequest tests() throws IOException {
        Set<String> exceptions = named("exceptions");
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("io.asyncsqlite"))
                .filters(
                        includeClassNamePatterns("io\\.asyncsqlite\\.((schema|migration)\\.)?(" + SUITES + ")Tests"),
                        (PostDiscoveryFilter) test -> FilterResult.includedIf(!exceptions.contains(name(test))))
                .build();
    }

    private static String name(TestDescriptor test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> simple((MethodSource) source))
                .orElse("");
    }

    /** Returns the tests that the document names between two of its marks. */
    private static Set<String> named(String mark) throws IOException {
        return Pattern.compile("(?s)<!-- " + mark + " -->(.*?)<!-- end -->")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(part -> NAME.matcher(part.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }
}
