package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.examples.PortingExamples.Address;
import io.asyncsqlite.examples.PortingExamples.AllLetters;
import io.asyncsqlite.examples.PortingExamples.Conversions;
import io.asyncsqlite.examples.PortingExamples.ExactDecimals;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the page for users of other databases shows works in an application. */
@Timeout(120)
class PortingExamplesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private ConfigurableApplicationContext application;
    private R2dbcEntityTemplate template;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Conversions.class, AllLetters.class})
    static class Application {

        @Bean
        ConnectionFactoryOptionsBuilderCustomizer exactDecimals() {
            return builder -> builder.option(SqliteConnectionFactoryProvider.CODECS, List.of(new ExactDecimals()));
        }
    }

    /** With columns that are JSON texts. */
    record Customer(
            @Id @Nullable Long id,
            String name,
            @Nullable Address address,
            @Nullable List<String> tags,
            @Nullable Set<LocalDate> visits,
            @Nullable Map<String, Integer> scores) {}

    /** With arrays. */
    record Series(
            @Id @Nullable Long id,
            int @Nullable [] counts,
            String @Nullable [] names,
            @Nullable List<Instant> times) {}

    /** With decimals that are kept as texts. */
    record Account(@Id @Nullable Long id, BigDecimal balance) {}

    /** With a list of records. */
    record Branch(@Id @Nullable Long id, @Nullable List<Address> addresses) {}

    /** With texts whose case does not matter. */
    record Dish(@Id @Nullable Long id, String title, String menu) {}

    interface Dishes extends R2dbcRepository<Dish, Long> {

        Mono<Long> countByTitleIgnoreCase(String title);

        Mono<Long> countByTitleContainingIgnoreCase(String part);

        Mono<Long> countByTitle(String title);

        Mono<Long> countByMenu(String menu);
    }

    @BeforeEach
    void start() {
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.r2dbc.url=r2dbc:sqlite:///" + directory.resolve("porting.db"),
                        "spring.main.banner-mode=off",
                        "logging.level.root=WARN")
                .run();
        template = application.getBean(R2dbcEntityTemplate.class);
        await(Flux.just(
                        "CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, address JSON TEXT, tags JSON TEXT,"
                                + " visits JSON TEXT, scores JSON TEXT)",
                        "CREATE TABLE series(id INTEGER PRIMARY KEY, counts JSON TEXT, names JSON TEXT, times JSON TEXT)",
                        "CREATE TABLE dish(id INTEGER PRIMARY KEY, title TEXT, menu TEXT COLLATE UNICODE_NOCASE UNIQUE)",
                        "CREATE TABLE branch(id INTEGER PRIMARY KEY, addresses JSON TEXT)",
                        "CREATE TABLE account(id INTEGER PRIMARY KEY, balance DECIMAL TEXT(38, 20) UNIQUE)")
                .concatMap(sql -> client().sql(sql).then())
                .then(Mono.just(true)));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private DatabaseClient client() {
        return template.getDatabaseClient();
    }

    private static <T> T await(Mono<T> mono) {
        return mono.block(PATIENCE);
    }

    private Customer ann() {
        return new Customer(
                null,
                "Ann",
                new Address("Main St 1", "Bonn"),
                List.of("new", "a,\"b\""),
                Set.of(LocalDate.of(2026, 5, 4)),
                Map.of("x", 1));
    }

    @Test
    void propertiesAreJson() {
        Customer saved = await(template.insert(ann()));

        assertThat(await(template.selectOne(Query.empty(), Customer.class))).isEqualTo(saved);
        assertThat(await(client().sql("SELECT address ->> 'city' AS city, json_type(tags) AS type FROM customer")
                        .fetch()
                        .one()))
                .containsEntry("city", "Bonn")
                .containsEntry("type", "array");
    }

    @Test
    void nullAndEmptyPropertiesAreJson() {
        Customer given = await(template.insert(new Customer(null, "Ben", null, List.of(), null, Map.of())));

        assertThat(await(template.selectOne(Query.empty(), Customer.class))).isEqualTo(given);
    }

    @Test
    void arraysAreJson() {
        Series given = new Series(
                null,
                new int[] {1, -2},
                new String[] {"a,b", "\"\\\n", null},
                List.of(Instant.parse("2026-05-04T12:00:00.5Z")));
        await(template.insert(given));

        assertThat(await(template.selectOne(Query.empty(), Series.class)))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(given);
        assertThat(await(client().sql("SELECT times ->> 0 FROM series")
                        .mapValue(Instant.class)
                        .one()))
                .isEqualTo(given.times().get(0));
        await(template.insert(new Series(null, null, null, null)));
    }

    @Test
    void partsOfJsonAreFound() {
        await(template.insert(ann()));

        assertThat(PortingExamples.search(client(), "Bonn", "new").collectList().block(PATIENCE))
                .containsExactly("Ann");
        assertThat(PortingExamples.search(client(), "Bonn", "old").collectList().block(PATIENCE))
                .isEmpty();
    }

    @Test
    void listsOfAnInConditionAreNoJson() {
        await(template.insert(ann()));

        assertThat(await(template.select(Query.query(Criteria.where("name").in(List.of("Ann", "Ben"))), Customer.class)
                        .count()))
                .isEqualTo(1);
    }

    @Test
    void theCaseOfAllLettersMayBeIgnored() {
        Dishes dishes = new R2dbcRepositoryFactory(template).getRepository(Dishes.class);
        await(dishes.save(new Dish(null, "Caf\u00c9", "\u00c9t\u00e9")));

        assertThat(await(dishes.countByTitleIgnoreCase("cAF\u00e9"))).isEqualTo(1);
        assertThat(await(dishes.countByTitleContainingIgnoreCase("F\u00e9"))).isEqualTo(1);
        assertThat(await(dishes.countByTitle("cAF\u00e9"))).isZero();
        assertThat(await(dishes.countByMenu("\u00e9T\u00c9"))).isEqualTo(1);
        assertThatThrownBy(() -> await(dishes.save(new Dish(null, "a", "\u00e9t\u00e9"))))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void listsOfRecordsAreJson() {
        Branch given = await(template.insert(
                new Branch(null, List.of(new Address("Main St 1", "Bonn"), new Address("Side \"St\"", "Ulm")))));

        assertThat(await(template.selectOne(Query.empty(), Branch.class))).isEqualTo(given);
        assertThat(await(client().sql(
                                "SELECT value ->> 'city' FROM branch, json_each(addresses) ORDER BY key DESC LIMIT 1")
                        .mapValue(String.class)
                        .one()))
                .isEqualTo("Ulm");
        await(client().sql("UPDATE branch SET addresses = '[{\"street\":\"x\",\"city\":\"y\"}]'")
                .fetch()
                .rowsUpdated());
        assertThat(await(template.selectOne(Query.empty(), Branch.class)).addresses())
                .containsExactly(new Address("x", "y"));
    }

    @Test
    void textThatIsNoJsonIsRefusedWithoutIt() {
        await(client().sql("INSERT INTO customer(name, tags) VALUES ('Eve', 'secret,text')")
                .fetch()
                .rowsUpdated());

        assertThatThrownBy(() -> await(template.selectOne(Query.empty(), Customer.class)))
                .hasStackTraceContaining("the TEXT is no JSON array")
                .satisfies(e -> assertThat(org.assertj.core.util.Throwables.getStackTrace(e))
                        .doesNotContain("Unrecognized token"));
    }

    @Test
    void longDecimalsKeepEveryDigit() {
        List<BigDecimal> given = new ArrayList<>();
        for (String text :
                List.of("0.1", "0.10", "12345678901234567890.12345678901234567890", "-0.00000000000000000001")) {
            BigDecimal balance = new BigDecimal(text).setScale(Math.max(2, new BigDecimal(text).scale()));
            if (!given.contains(balance)) {
                given.add(balance);
                await(template.insert(new Account(null, balance)));
            }
        }

        assertThat(template.select(Account.class)
                        .all()
                        .map(Account::balance)
                        .map(BigDecimal::stripTrailingZeros)
                        .collectList()
                        .block(PATIENCE))
                .containsExactlyElementsOf(
                        given.stream().map(BigDecimal::stripTrailingZeros).toList());
        assertThat(await(template.exists(
                        Query.query(Criteria.where("balance").is(new BigDecimal("-0.00000000000000000001"))),
                        Account.class)))
                .isTrue();
    }
}
