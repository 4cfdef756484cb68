package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteLimit;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.Synchronous;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTests {

    private static ConnectionFactoryOptions url(String url) {
        return ConnectionFactoryOptions.parse(url);
    }

    private static SqliteOptions options(String url) {
        return DatabaseSettings.of(url(url)).options();
    }

    private static SqliteOptions optionsWith(Option<Object> option, Object value) {
        return DatabaseSettings.of(url("r2dbc:sqlite:///a.db")
                        .mutate()
                        .option(option, value)
                        .build())
                .options();
    }

    @ParameterizedTest
    @CsvSource({
        "r2dbc:sqlite:///rel.db, rel.db",
        "r2dbc:sqlite:///sub/rel.db, sub/rel.db",
        "r2dbc:sqlite:////var/x.db, /var/x.db",
        "r2dbc:sqlite:file:///rel.db, rel.db",
        "r2dbc:sqlite:file:////var/x.db, /var/x.db",
        "r2dbc:sqlite:file:///C:/x.db, C:/x.db",
        "r2dbc:sqlite:///with%20space.db, with space.db",
    })
    void aUrlNamesAFile(String url, String file) {
        assertThat(options(url).file()).isEqualTo(Path.of(file).toAbsolutePath().normalize());
    }

    @ParameterizedTest
    @CsvSource({"r2dbc:sqlite:mem:///name, name", "r2dbc:sqlite:mem:///, memory"})
    void aUrlNamesADatabaseInMemory(String url, String name) {
        assertThat(options(url).file()).isNull();
        assertThat(options(url).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2dbc:sqlite:///a.db", "r2dbc:sqlite:file:///a.db", "r2dbc:sqlite:mem:///a"})
    void theProviderIsFoundForItsProtocols(String url) {
        assertThat(ConnectionFactories.get(url)).isInstanceOf(SqliteConnectionFactory.class);
        assertThat(ConnectionFactories.get(url).getMetadata().getName()).isEqualTo("SQLite");
    }

    @Test
    void anEmptyProtocolMeansAFile() {
        assertThat(new SqliteConnectionFactoryProvider()
                        .supports(ConnectionFactoryOptions.builder()
                                .option(ConnectionFactoryOptions.DRIVER, "sqlite")
                                .option(ConnectionFactoryOptions.PROTOCOL, "")
                                .build()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2dbc:h2:mem:///a", "r2dbc:sqlite:tcp:///a"})
    void otherDriversAndProtocolsAreNotSupported(String url) {
        assertThat(new SqliteConnectionFactoryProvider().supports(url(url))).isFalse();
    }

    @Test
    void everyOptionOfTheCoreHasOneOfTheSameName() {
        Set<String> core = Stream.of(SqliteOptions.Builder.class.getMethods())
                .filter(method -> method.getReturnType() == SqliteOptions.Builder.class)
                .map(method -> method.getName()
                        .replaceAll("^(codec|extension|limit|listener|pragma)$", "$1s")
                        .replace("define", "definitions"))
                .collect(Collectors.toSet());

        assertThat(ownNames()).containsAll(core);
    }

    private static Set<String> ownNames() {
        return Stream.of(SqliteConnectionFactoryProvider.class.getFields())
                .filter(field -> field.getType() == Option.class)
                .map(OptionTests::nameOf)
                .collect(Collectors.toSet());
    }

    private static String nameOf(java.lang.reflect.Field field) {
        try {
            return ((Option<?>) field.get(null)).name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyOptionIsInTheManual() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "r2dbc.md"));

        assertThat(ownNames()).isNotEmpty().allMatch(name -> manual.contains("`" + name + "`"));
    }

    @Test
    void optionsOfAUrlAreTexts() {
        SqliteOptions options = options(
                "r2dbc:sqlite:///a.db?name=orders&engine=jni&journalMode=delete&synchronous=NORMAL"
                        + "&logStatements=values&readsWaitForFlush=false&foreignKeys=FALSE&busyTimeout=PT2S&readers=3&streamConnections=8&maxConnections=9&queueCapacity=7&queueBytes=5000000000&queueTimeout=PT0S"
                        + "&operationTimeout=PT1M&transactionTimeout=PT3S&streamTimeout=PT4S&watchInterval=PT6S&slowOperationTime=PT5S"
                        + "&readOnly=true&immutable=true&mustExist=true&pageSize=8192&trustedSchema=true&strictSql=true");

        assertThat(options.name()).isEqualTo("orders");
        assertThat(options.engine()).isEqualTo(EngineChoice.JNI);
        assertThat(options.journalMode()).isEqualTo(JournalMode.DELETE);
        assertThat(options.synchronous()).isEqualTo(Synchronous.NORMAL);
        assertThat(options.logStatements()).isEqualTo(StatementLog.VALUES);
        assertThat(options.readsWaitForFlush()).isFalse();
        assertThat(options.foreignKeys()).isFalse();
        assertThat(options.readOnly()).isTrue();
        assertThat(options.immutable()).isTrue();
        assertThat(options.mustExist()).isTrue();
        assertThat(options.pageSize()).isEqualTo(8192);
        assertThat(options.trustedSchema()).isTrue();
        assertThat(options.strictSql()).isTrue();
        assertThat(options.busyTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.readers()).isEqualTo(3);
        assertThat(options.streamConnections()).isEqualTo(8);
        assertThat(options.maxConnections()).isEqualTo(9);
        assertThat(options.queueCapacity()).isEqualTo(7);
        assertThat(options.queueBytes()).isEqualTo(5_000_000_000L);
        assertThat(options.operationTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.transactionTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.streamTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.watchInterval()).isEqualTo(Duration.ofSeconds(6));
        assertThat(options.slowOperationTime()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void optionsAreObjectsToo() {
        Executor executor = Runnable::run;
        SqliteOptions options = DatabaseSettings.of(url("r2dbc:sqlite:///a.db")
                        .mutate()
                        .option(SqliteConnectionFactoryProvider.READERS, 5)
                        .option(SqliteConnectionFactoryProvider.BUSY_TIMEOUT, Duration.ofMillis(7))
                        .option(SqliteConnectionFactoryProvider.SYNCHRONOUS, Synchronous.FULL)
                        .option(SqliteConnectionFactoryProvider.CALLBACK_EXECUTOR, executor)
                        .build())
                .options();

        assertThat(options.readers()).isEqualTo(5);
        assertThat(options.busyTimeout()).isEqualTo(Duration.ofMillis(7));
        assertThat(options.callbackExecutor()).isSameAs(executor);
    }

    @Test
    void limitsAreAMapOrATextAndExtensionsObjects() {
        SqliteExtension extension = SqliteExtension.of(Path.of("vector.so"));

        assertThat(options("r2dbc:sqlite:///a.db?limits=COLUMN:100,sql_length:5000")
                        .limits())
                .isEqualTo(Map.of(SqliteLimit.COLUMN, 100, SqliteLimit.SQL_LENGTH, 5000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("r2dbc:sqlite:///a.db?limits=width:1"))
                .withMessageContaining("limits must be of [LENGTH, ");
        assertThat(DatabaseSettings.of(url("r2dbc:sqlite:///a.db")
                                .mutate()
                                .option(SqliteConnectionFactoryProvider.EXTENSIONS, List.of(extension))
                                .build())
                        .options()
                        .extensions())
                .containsExactly(extension);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("r2dbc:sqlite:///a.db?extensions=vector.so"))
                .withMessageContaining("extensions");
    }

    @Test
    void attachedFilesAreAMapOrAText() {
        List<SqliteAttachment> expected = List.of(
                SqliteAttachment.of("audit", Path.of("audit.db")),
                SqliteAttachment.of("geo", Path.of("/geo.db")).asReadOnly());

        assertThat(options("r2dbc:sqlite:///a.db?attach=audit:audit.db,geo:/geo.db%3Fmode%3Dro")
                        .attachments())
                .isEqualTo(expected);
        assertThat(DatabaseSettings.of(url("r2dbc:sqlite:///a.db")
                                .mutate()
                                .option(SqliteConnectionFactoryProvider.ATTACH, Map.of("audit", "audit.db"))
                                .build())
                        .options()
                        .attachments())
                .isEqualTo(expected.subList(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("r2dbc:sqlite:///a.db?attach=main:b.db"))
                .withMessageContaining("attach");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("r2dbc:sqlite:mem:///?attach=audit:b.db"))
                .withMessageContaining("attach needs a database in a file");
    }

    @Test
    void pragmasAreAMapOrAText() {
        ConnectionFactoryOptions asMap = url("r2dbc:sqlite:///a.db")
                .mutate()
                .option(SqliteConnectionFactoryProvider.PRAGMAS, Map.of("cache_size", "-2000"))
                .build();

        assertThat(DatabaseSettings.of(asMap).options().pragmas()).isEqualTo(Map.of("cache_size", "-2000"));
        assertThat(options("r2dbc:sqlite:///a.db?pragmas=cache_size:-2000,recursive_triggers:on")
                        .pragmas())
                .isEqualTo(Map.of("cache_size", "-2000", "recursive_triggers", "on"));
    }

    @Test
    void optionsThatNobodyKnowsAreIgnored() {
        assertThat(options("r2dbc:sqlite:///a.db?schema=public&maxSize=3").name())
                .isEqualTo("a.db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "readers=0|readers must be from 1 to 64, was 0",
                "readers=many|readers must be an integer, was many",
                "journalMode=fast|journalMode must be one of [WAL, DELETE, KEEP], was fast",
                "foreignKeys=yes|foreignKeys must be true or false, was yes",
                "busyTimeout=5s|busyTimeout must be an ISO-8601 duration such as PT5S, was 5s",
                "busyTimeout=PT-1S|busyTimeout must be from 0 to 24 days, was -1000 ms",
                "queueTimeout=PT1S|queueTimeout must be 0, because a subscriber must not be blocked, was 1000 ms",
                "callbackExecutor=x|callbackExecutor must be a java.util.concurrent.Executor, was x",
                "codecs=x|codecs must be a Collection of io.asyncsqlite.codec.Codec, was x",
                "pragmas=cache_size|pragmas must be a Map or NAME:VALUE with commas between them, was cache_size",
                "ssl=true|ssl is not supported: SQLite has no server",
            })
    void anUnsupportedValueIsRefusedWithItsOptionAndRule(String option, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFactories.get("r2dbc:sqlite:///a.db?" + option))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statementTimeout=PT-1S|statementTimeout must be from 0, no limit, to 365 days, was -1000 ms",
                "lockWaitTimeout=1|lockWaitTimeout must be an ISO-8601 duration such as PT5S, was 1",
                "connectTimeout=PT9000H|connectTimeout must be from 0, no limit, to 365 days, was 32400000000 ms",
                "exclusive=1|exclusive must be true or false, was 1",
            })
    void anUnsupportedValueOfAConnectionIsRefusedToo(String option, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFactories.get("r2dbc:sqlite:///a.db?" + option))
                .withMessage(message);
    }

    @Test
    void aUserIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optionsWith(Option.valueOf("user"), "me"))
                .withMessage("user is not supported: SQLite has no users");
    }

    @Test
    void aPasswordIsRefusedAndNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optionsWith(Option.sensitiveValueOf("password"), "secret"))
                .withMessage("password is not supported: SQLite has no users");
    }

    @Test
    void aHostIsRefusedWithTheRightSpelling() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFactories.get("r2dbc:sqlite://app.db/x"))
                .withMessage("host is not supported: a file is written with three slashes, r2dbc:sqlite:///app.db");
    }

    @Test
    void aListOfWrongThingsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optionsWith(Option.valueOf("listeners"), List.of("x")))
                .withMessageStartingWith("listeners must be a Collection of io.asyncsqlite.SqliteListener");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2dbc:sqlite:///:memory:", "r2dbc:sqlite:file:///"})
    void aMissingFileIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFactories.get(url))
                .withMessageContaining("a database in memory is r2dbc:sqlite:mem:///");
    }

    @Test
    void timeoutsOfConnectionsAreRead() {
        SessionSettings settings = SessionSettings.of(url(
                "r2dbc:sqlite:///a.db?connectTimeout=PT1S&statementTimeout=PT2S&lockWaitTimeout=PT0S&exclusive=true"));

        assertThat(settings)
                .isEqualTo(new SessionSettings(
                        true, true, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(365)));
    }
}
