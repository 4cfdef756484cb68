package io.asyncsqlite.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What Prometheus gets over HTTP from a real server. */
@Timeout(60)
class PrometheusTests {

    @TempDir
    private Path directory;

    @Test
    void everyMeterOfEachDatabaseIsScraped() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties(
                        "asyncsqlite.databases.orders.path=" + directory.resolve("orders.db"),
                        "asyncsqlite.databases.users.path=" + directory.resolve("users.db"),
                        "asyncsqlite.backup.cron=0 0 0 29 2 *",
                        "asyncsqlite.backup.directory=" + directory,
                        "management.endpoints.web.exposure.include=prometheus",
                        "server.address=127.0.0.1",
                        "server.port=0",
                        "spring.main.banner-mode=off")
                .run()) {
            work(context.getBean("orders", AsyncSqlite.class));
            work(context.getBean("users", AsyncSqlite.class));

            String scraped = scrape(context.getEnvironment().getRequiredProperty("local.server.port"));

            assertThat(AsyncSqliteMeter.values())
                    .allSatisfy(meter -> assertThat(scraped)
                            .containsPattern("(?m)^" + prometheusName(meter) + "\\{.*database=\"orders\".*} ")
                            .containsPattern("(?m)^" + prometheusName(meter) + "\\{.*database=\"users\".*} "));
            assertThat(scraped)
                    .containsPattern(
                            "asyncsqlite_operation_run_seconds_count\\{database=\"orders\",kind=\"write\",outcome=\"error\"} 1\n")
                    .containsPattern(
                            "asyncsqlite_statement_cache_statements_total\\{database=\"orders\",result=\"hit\"} [1-9]")
                    .containsPattern("asyncsqlite_wal_size_bytes\\{database=\"orders\"} [1-9]")
                    .containsPattern("asyncsqlite_commit_time_seconds_count\\{database=\"orders\"} [1-9]");
        }
    }

    private static void work(AsyncSqlite database) {
        database.execute("CREATE TABLE note(body UNIQUE)").join();
        for (int i = 0; i < 3; i++) {
            database.execute("INSERT INTO note VALUES (?)", i).join();
        }
        database.execute("INSERT INTO note VALUES (?)", 1)
                .handle((result, failure) -> failure)
                .join();
        database.query("SELECT body FROM note").list().join();
    }

    private static String prometheusName(AsyncSqliteMeter meter) {
        String name = new PrometheusNamingConvention().name(meter.getName(), meter.getType(), meter.getBaseUnit());
        boolean counted = meter.getType() == Meter.Type.TIMER || meter.getType() == Meter.Type.DISTRIBUTION_SUMMARY;
        return name
                + (meter.getType() == Meter.Type.TIMER && !name.endsWith("_seconds") ? "_seconds" : "")
                + (counted ? "_count" : "")
                + (meter.getType() == Meter.Type.COUNTER && !name.endsWith("_total") ? "_total" : "");
    }

    private static String scrape(String port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
