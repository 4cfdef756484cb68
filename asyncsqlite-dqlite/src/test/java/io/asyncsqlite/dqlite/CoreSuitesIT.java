package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
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
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The tests of the core succeed on a cluster of one server, but for those that a table in docs/dqlite.md names with a reason. */
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoreSuitesIT {

    private static final Path DOCUMENT = Path.of("").toAbsolutePath().getParent().resolve("docs/dqlite.md");
    private static final Pattern TABLE = Pattern.compile("(?s)<!-- exceptions -->(.*?)<!-- end -->");
    private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");
    private static final int MANY = 400;

    @TempDir
    static Path directory;

    /** What the tests have done. */
    private static final class Results implements TestExecutionListener {

        private final List<String> failed = new ArrayList<>();
        private int succeeded;
        private int aborted;
        private int elsewhere;
        private long since;

        @Override
        public void executionStarted(TestIdentifier test) {
            since = System.nanoTime();
            if (test.isTest()) {
                ClusterProvider.takeOpened();
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            System.out.println(nameOf(test) + " " + (System.nanoTime() - since) / 1_000_000 + " " + result);
            switch (result.getStatus()) {
                case SUCCESSFUL -> succeeded(test);
                case ABORTED -> aborted++;
                case FAILED -> failed.add(nameOf(test) + ": " + result.getThrowable().orElse(null));
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
        Results results = new Results();
        try (DemoCluster cluster = DemoCluster.startOne(directory)) {
            ClusterProvider.use(cluster.location());
            LauncherFactory.create().execute(tests(), results);
        } finally {
            ClusterProvider.use(null);
        }
        System.out.println(results);

        assertThat(results.failed).isEmpty();
        assertThat(results.succeeded).isGreaterThan(MANY);
    }

    private static LauncherDiscoveryRequest tests() throws IOException {
        List<MatchResult> exceptions = exceptions();
        Set<String> methods = exceptions.stream()
                .filter(exception -> exception.group(2) != null)
                .map(exception -> exception.group(1) + "." + exception.group(2))
                .collect(Collectors.toSet());
        String[] classes = exceptions.stream()
                .filter(exception -> exception.group(2) == null)
                .map(exception -> ".*\\." + exception.group(1))
                .toArray(String[]::new);
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("io.asyncsqlite"))
                .filters(
                        includeClassNamePatterns("io\\.asyncsqlite\\.(schema\\.|migration\\.)?\\w+Tests"),
                        excludeClassNamePatterns(classes),
                        (org.junit.platform.launcher.PostDiscoveryFilter)
                                test -> FilterResult.includedIf(!methods.contains(name(test))))
                .build();
    }

    private static String name(TestDescriptor test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> simple((MethodSource) source))
                .orElse("");
    }

    private static List<MatchResult> exceptions() throws IOException {
        return TABLE.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(table -> NAME.matcher(table.group(1)).results())
                .toList();
    }
}
