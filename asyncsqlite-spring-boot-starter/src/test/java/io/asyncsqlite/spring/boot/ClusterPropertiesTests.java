package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.SqliteOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Properties of a database in a cluster. No server runs: the artifact that connects to one is not on the class path. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ClusterPropertiesTests {

    private static SqliteOptions options(String... properties) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            map.put("asyncsqlite." + parts[0], parts[1]);
        }
        AsyncSqliteProperties bound = new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate("asyncsqlite", AsyncSqliteProperties.class);
        return new PropertiesOptions("asyncsqlite", bound, "app.db").builder().build();
    }

    @Test
    void nodesReplaceThePath() {
        SqliteOptions options = options(
                "dqlite.nodes=h1:9001,h2:9002",
                "dqlite.database=orders",
                "dqlite.connect-timeout=3s",
                "dqlite.answer-timeout=4s",
                "readers=3");
        ClusterLocation location = Objects.requireNonNull(options.cluster());

        assertThat(location).hasToString("dqlite://h1:9001,h2:9002/orders");
        assertThat(location.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(location.answerTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.file()).isNull();
        assertThat(options.name()).isEqualTo("orders");
        assertThat(options.readers()).isEqualTo(3);
    }

    @Test
    void nodesAreAListToo() {
        assertThat(options("dqlite.nodes[0]=h1:9001", "dqlite.nodes[1]=[::1]:9002")
                        .cluster())
                .hasToString("dqlite://h1:9001,[::1]:9002/app");
    }

    @Test
    void detailsOfAConnectionReplaceTheCluster() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.dqlite.nodes=h1:9001", "asyncsqlite.readers=3")
                .withBean(AsyncSqliteConnectionDetails.class, () -> bean -> null)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(AsyncSqlite.class);
                    assertThat(context.getBean(SqliteOptions.class).inMemory()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dqlite.nodes=h1 | Property asyncsqlite.dqlite.nodes has the value 'h1' | node 'h1' must be host:port",
                "dqlite.nodes=h1:9001,h2:0 | has the value 'h1:9001,h2:0' | port of node 'h2:0' must be from 1 to 65535",
                "dqlite.database=a/b | Property asyncsqlite.dqlite.database has the value 'a/b' | must consist of letters",
                "dqlite.connect-timeout=0s | Property asyncsqlite.dqlite.connect-timeout has | must be more than 0",
                "dqlite.answer-timeout=soon | Property asyncsqlite.dqlite.answer-timeout has | must be a duration",
                "journal-mode=delete | Property asyncsqlite.journal-mode has the value 'DELETE' | cannot be set for a cluster",
                "synchronous=off | Property asyncsqlite.synchronous has | cannot be set for a cluster",
                "engine=jni | Property asyncsqlite.engine has | cannot be set for a cluster",
                "page-size=4096 | Property asyncsqlite.page-size has | cannot be set for a cluster",
                "read-only=true | Property asyncsqlite.read-only has | need a file",
                "must-exist=true | Property asyncsqlite.must-exist has | needs a file",
                "pragmas.cache-size=-2000 | Property asyncsqlite.pragmas.cache-size has | cannot be set for a cluster",
                "definitions=regexp | Property asyncsqlite.definitions has | cannot be set for a cluster",
                "limits.column=100 | Property asyncsqlite.limits.column has | cannot be set for a cluster",
            })
    void aWrongPropertyIsNamed(String property, String value, String rule, CapturedOutput output) {
        fail(property.startsWith("dqlite.nodes") ? "name=orders" : "dqlite.nodes=h1:9001", property);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(value)
                .contains("(from \"asyncsqlite.")
                .contains(rule);
    }

    @Test
    void aPasswordInsideOfANodeIsNotShown(CapturedOutput output) {
        fail("dqlite.nodes=me:s3cret@h1:9001");

        assertThat(output)
                .contains("Property asyncsqlite.dqlite.nodes has the value '***'")
                .contains("it must not contain '@', because dqlite has no users")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"path=app.db, asyncsqlite.path", "in-memory=true, asyncsqlite.in-memory"})
    void nodesBesideAnotherPlaceAreRefused(String property, String name, CapturedOutput output) {
        fail("dqlite.nodes=h1:9001", property);

        assertThat(output)
                .contains("mutually exclusive")
                .contains(name)
                .contains("asyncsqlite.dqlite.nodes")
                .contains("Update your configuration so that only one");
    }

    @ParameterizedTest
    @CsvSource({"database=orders, database", "connect-timeout=1s, connect-timeout", "answer-timeout=1s, answer-timeout"
    })
    void aClusterWithoutNodesIsRefused(String property, String name, CapturedOutput output) {
        fail("dqlite." + property);

        assertThat(output)
                .contains("Property asyncsqlite.dqlite.nodes is not set: it must name the servers of the cluster that"
                        + " asyncsqlite.dqlite." + name + " is about")
                .contains("Set asyncsqlite.dqlite.nodes.");
    }

    @Test
    void aMisspeltKeyOfOneOfSeveralClusters(CapturedOutput output) {
        fail("databases.orders.dqlite.node=h1:9001");

        assertThat(output)
                .contains("Property asyncsqlite.databases.orders.dqlite.node (from ")
                .contains("is unknown")
                .contains("nodes");
    }

    @Test
    void theArtifactThatIsMissingIsNamed(CapturedOutput output) {
        fail("dqlite.nodes=h1:9001");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("'dqlite://h1:9001/app' cannot be opened: the artifact asyncsqlite-dqlite is not there")
                .contains("Add the artifact io.asyncsqlite:asyncsqlite-dqlite, or remove 'asyncsqlite.dqlite'");
    }

    @Test
    void theArtifactThatIsMissingIsNamedForOneOfSeveralDatabases(CapturedOutput output) {
        fail("databases.orders.dqlite.nodes=h1:9001");

        assertThat(output)
                .contains("the artifact asyncsqlite-dqlite is not there")
                .contains("or remove 'asyncsqlite.databases.orders.dqlite'");
    }

    private static void fail(String... properties) {
        String[] arguments = Arrays.stream(properties)
                .map(property -> "--asyncsqlite." + property)
                .toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .run(arguments)
                        .close())
                .isNotNull();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncSqliteAutoConfiguration.class)
    static class Application {}
}
