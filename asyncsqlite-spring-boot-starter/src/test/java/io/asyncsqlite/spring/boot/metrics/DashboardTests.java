package io.asyncsqlite.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.asyncsqlite.spring.boot.backup.AsyncSqliteBackupAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana asks for what Prometheus gets. */
@Timeout(60)
class DashboardTests {

    private static final Path FILE = Path.of("").toAbsolutePath().getParent().resolve("docs/grafana/asyncsqlite.json");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(asyncsqlite_\\w+)\\{(.*?)} ");
    private static final Pattern METRIC = Pattern.compile("asyncsqlite_\\w+");
    private static final Pattern SELECTED = Pattern.compile("(asyncsqlite_\\w+)\\{(.*?)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)\"");
    private static final Pattern GROUPED = Pattern.compile("by \\((.*?)\\) \\(\\w*\\(?(asyncsqlite_\\w+)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{(\\w+)}}");

    private final JsonNode dashboard = JsonMapper.shared().readTree(FILE.toFile());

    @TempDir
    private Path directory;

    @Test
    void everyQueryNamesMetricsAndLabelsThatAreScraped() {
        Map<String, Set<String>> scraped = scraped();

        assertThat(queries()).hasSizeGreaterThan(20).allSatisfy(query -> {
            assertThat(METRIC.matcher(query).results())
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(scraped).containsKey(metric.group()));
            SELECTED.matcher(query)
                    .results()
                    .forEach(selector -> assertThat(scraped.get(selector.group(1)))
                            .as("labels of %s", selector.group(1))
                            .containsAll(LABEL.matcher(selector.group(2))
                                    .results()
                                    .map(label -> label.group(1))
                                    .toList()));
            GROUPED.matcher(query)
                    .results()
                    .forEach(group -> assertThat(scraped.get(group.group(2)))
                            .as("labels of %s", group.group(2))
                            .containsAll(List.of(group.group(1).split(", "))));
        });
    }

    @Test
    void everyMeterIsOnAPanel() {
        String queries = String.join("\n", queries());

        assertThat(AsyncSqliteMeter.values())
                .allSatisfy(
                        meter -> assertThat(queries).contains(meter.getName().replace('.', '_')));
    }

    @Test
    void everyLegendNamesLabelsOfItsQuery() {
        Map<String, Set<String>> scraped = scraped();

        for (JsonNode target : targets()) {
            String expression = target.path("expr").asString();
            Set<String> labels = new HashSet<>();
            METRIC.matcher(expression).results().forEach(metric -> labels.addAll(scraped.get(metric.group())));
            if (expression.startsWith("sum by (")) {
                labels.retainAll(
                        List.of(expression.substring(8, expression.indexOf(')')).split(", ")));
            }
            assertThat(SHOWN.matcher(target.path("legendFormat").asString()).results())
                    .as(expression)
                    .isNotEmpty()
                    .allSatisfy(shown -> assertThat(labels).contains(shown.group(1)));
        }
    }

    @Test
    void everyPanelAsksTheChosenSource() {
        assertThat(dashboard.path("panels").valueStream()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
            assertThat(panel.path("title").asString()).isNotBlank();
            assertThat(panel.path("description").asString()).isNotBlank();
        });
        assertThat(dashboard
                        .path("panels")
                        .valueStream()
                        .map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates();
    }

    private List<JsonNode> targets() {
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .toList();
    }

    private List<String> queries() {
        return Stream.concat(
                        targets().stream().map(target -> target.path("expr").asString()),
                        dashboard
                                .path("templating")
                                .path("list")
                                .valueStream()
                                .filter(variable ->
                                        variable.path("type").asString().equals("query"))
                                .map(variable -> variable.path("definition").asString()))
                .toList();
    }

    /** Returns the labels of each metric of a database that has worked, as a scrape of Prometheus has them. */
    private Map<String, Set<String>> scraped() {
        List<String> scrapes = new ArrayList<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteBackupAutoConfiguration.class,
                        AsyncSqliteMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        PrometheusMetricsExportAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("orders.db"),
                        "asyncsqlite.backup.cron=0 0 0 29 2 *",
                        "asyncsqlite.backup.directory=" + directory)
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);
                    database.execute("CREATE TABLE IF NOT EXISTS note(body)").join();
                    database.query("SELECT body FROM note").list().join();
                    scrapes.add(context.getBean(PrometheusMeterRegistry.class).scrape());
                });
        Map<String, Set<String>> labels = new HashMap<>();
        SAMPLE.matcher(scrapes.get(0))
                .results()
                .forEach(sample -> labels.computeIfAbsent(sample.group(1), name -> new HashSet<>())
                        .addAll(LABEL.matcher(sample.group(2))
                                .results()
                                .map(label -> label.group(1))
                                .toList()));
        return labels;
    }
}
