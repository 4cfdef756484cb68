package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;

/** An application of Spring Boot reaches a cluster by properties. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringOnAClusterTests extends OnACluster {

    private static ConfigurableApplicationContext run(String... properties) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "dqlite.nodes=" + nodes(cluster.location()),
                                "dqlite.database=spring",
                                "dqlite.connect-timeout=3s"),
                        Stream.of(properties))
                .map(property -> "--asyncsqlite." + property)
                .toArray(String[]::new);
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments);
    }

    private static String nodes(ClusterLocation location) {
        return location.toString().replaceFirst("dqlite://(.*)/.*", "$1");
    }

    @Test
    void anApplicationRunsItsScriptsAndWritesAndReads() throws Exception {
        try (ConfigurableApplicationContext context =
                run("init.schema-locations=classpath:cluster/schema.sql", "readers=2")) {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            await(database.execute("INSERT INTO note(body) VALUES (?)", "hi"));

            assertThat(await(database.query("SELECT body FROM note")
                            .mapTo(String.class)
                            .list()))
                    .contains("hi");
            assertThat(database.name()).isEqualTo("spring");
            assertThat(context.getBean(SqliteOptions.class).cluster().connectTimeout())
                    .isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void theBridgeOfR2dbcLeadsToTheCluster() {
        try (ConfigurableApplicationContext context = run("r2dbc.enabled=true")) {
            ConnectionFactory factory = context.getBean(ConnectionFactory.class);

            List<String> names = Flux.usingWhen(
                            factory.create(),
                            connection -> Flux.from(connection
                                            .createStatement("SELECT name FROM pragma_database_list")
                                            .execute())
                                    .concatMap(result -> result.map(row -> row.get("name", String.class))),
                            Connection::close)
                    .collectList()
                    .block(Duration.ofSeconds(60));

            assertThat(names).contains("main");
        }
    }

    @Test
    void theHealthOfADatabaseInAClusterHasItsServers() {
        try (ConfigurableApplicationContext context = run()) {
            HealthIndicator indicator = context.getBean("asyncSqliteHealthContributor", HealthIndicator.class);

            assertThat(NoLeaderTests.awaitUp(indicator::health).getDetails())
                    .containsKeys("version", "leader", "nodes");
        }
    }

    @Test
    void aStoppedApplicationOpensTheDatabaseAgain() throws Exception {
        try (ConfigurableApplicationContext context = run()) {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            context.stop();
            assertThatThrownBy(() -> await(database.query("SELECT 1").list())).isNotNull();
            context.start();

            assertThat(await(database.query("SELECT 1").mapTo(Long.class).one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void anApplicationWithoutAServerFails() {
        String nobody = "127.0.0.1:" + DemoCluster.freePort();

        assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .run("--asyncsqlite.dqlite.nodes=" + nobody, "--asyncsqlite.operation-timeout=100ms"))
                .hasRootCauseInstanceOf(EngineException.class)
                .hasStackTraceContaining(DatabaseOpenException.class.getName())
                .hasStackTraceContaining("no leader was found (" + nobody);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
