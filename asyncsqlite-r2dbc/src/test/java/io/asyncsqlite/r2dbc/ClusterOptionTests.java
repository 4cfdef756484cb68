package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteOptions;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs and options of databases in a cluster. No server runs: the artifact that connects to one is not on the class path. */
class ClusterOptionTests {

    private static final String URL = "r2dbc:sqlite:dqlite://h1:9001,h2:9002/orders";

    private static ConnectionFactoryOptions.Builder builder() {
        return ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "sqlite")
                .option(ConnectionFactoryOptions.PROTOCOL, "dqlite");
    }

    private static ClusterLocation location(ConnectionFactoryOptions options) {
        return Objects.requireNonNull(DatabaseSettings.of(options).options().cluster());
    }

    private static Object key(String url) {
        return DatabaseSettings.of(ConnectionFactoryOptions.parse(url)).key();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r2dbc:sqlite:dqlite://h1:9001,h2:9002,10.0.0.3:9003/orders | dqlite://h1:9001,h2:9002,10.0.0.3:9003/orders",
                "r2dbc:sqlite:dqlite://h1:9001/orders | dqlite://h1:9001/orders",
                "r2dbc:sqlite:dqlite://h1:9001 | dqlite://h1:9001/app",
                "r2dbc:sqlite:dqlite://h1:9001/ | dqlite://h1:9001/app",
                "r2dbc:sqlite:dqlite://[::1]:9001/orders | dqlite://[::1]:9001/orders",
                "r2dbc:sqlite:dqlite://%5B::1%5D:9001,h2:9002/orders | dqlite://[::1]:9001,h2:9002/orders",
            })
    void aUrlNamesServersAndADatabase(String url, String location) {
        SqliteOptions options =
                DatabaseSettings.of(ConnectionFactoryOptions.parse(url)).options();

        assertThat(options.cluster()).hasToString(location);
        assertThat(options.name()).isEqualTo(location.replaceFirst(".*/", ""));
        assertThat(ConnectionFactories.get(url)).isInstanceOf(SqliteConnectionFactory.class);
    }

    @Test
    void serversAreOptionsToo() {
        assertThat(location(builder()
                        .option(ConnectionFactoryOptions.HOST, "h1, h2:9002, [::1]")
                        .option(ConnectionFactoryOptions.PORT, 9001)
                        .option(ConnectionFactoryOptions.DATABASE, "orders")
                        .build()))
                .hasToString("dqlite://h1:9001,h2:9002,[::1]:9001/orders");
    }

    @Test
    void timesAndSocketFactoryAreOptions() {
        SocketFactory factory = SSLSocketFactory.getDefault();
        ClusterLocation location =
                location(ConnectionFactoryOptions.parse(URL + "?nodeConnectTimeout=PT3S&nodeAnswerTimeout=PT4S")
                        .mutate()
                        .option(SqliteConnectionFactoryProvider.SOCKET_FACTORY, factory)
                        .build());

        assertThat(location.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(location.answerTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(location.socketFactory()).isSameAs(factory);
    }

    @Test
    void optionsOfEveryDatabaseAreThoseOfAClusterToo() {
        SqliteOptions options = DatabaseSettings.of(
                        ConnectionFactoryOptions.parse(URL + "?name=shop&readers=3&operationTimeout=PT9S"))
                .options();

        assertThat(options.name()).isEqualTo("shop");
        assertThat(options.readers()).isEqualTo(3);
        assertThat(options.operationTimeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h1:9001,h2/app | host | host 'h2' must have a port, as in 'h2:9001': dqlite has no usual one",
                "h1/app | host | host 'h1' must have a port",
                "/app | host | host must name a server of the cluster, r2dbc:sqlite:dqlite://h1:9001,h2:9001/app",
                "h1:0/app | host | port of node 'h1:0' must be from 1 to 65535",
                "h1:nine,h2:9001/app | host | node 'h1:nine' must be host:port",
                "h1:9001,,h2:9001/app | host | host must be of servers as host:port",
                "h1:9001,h2:/app | host | node 'h2:' must be host:port",
                "h1:9001/a/b | database | database 'a/b' must consist of letters, digits, _, - and .",
                "h1:9001/app?ssl=true | ssl | ssl is not supported: dqlite encrypts nothing",
                "h1:9001/app?nodeConnectTimeout=PT0S | nodeConnectTimeout | connectTimeout must be more than 0",
                "h1:9001/app?nodeAnswerTimeout=5s | nodeAnswerTimeout | nodeAnswerTimeout must be an ISO-8601 duration",
                "h1:9001/app?socketFactory=x | socketFactory | socketFactory must be a javax.net.SocketFactory, was x",
            })
    void aBadLocationIsRefusedAndItsOptionNamed(String rest, String option, String message) {
        refused("r2dbc:sqlite:dqlite://" + rest, option).hasMessageContaining(message);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String url, String option) {
        return assertThatThrownBy(() -> ConnectionFactories.get(url))
                .isInstanceOf(InvalidOptionException.class)
                .satisfies(
                        e -> assertThat(((InvalidOptionException) e).option()).isEqualTo(option));
    }

    @ParameterizedTest
    @CsvSource({
        "engine=jni",
        "journalMode=wal",
        "synchronous=normal",
        "readOnly=true",
        "immutable=true",
        "mustExist=true",
        "pageSize=4096",
        "trustedSchema=true",
        "strictSql=true",
        "pragmas=cache_size:-2000",
        "limits=COLUMN:100",
        "attach=audit:audit.db",
        "definitions=regexp",
        "watchInterval=PT1S",
    })
    void optionsOfFilesAreRefusedByTheirNames(String option) {
        String name = option.replaceFirst("=.*", "");
        refused(URL + "?" + option, name)
                .hasMessage(name
                        + " is not supported: it is an option of files and of memory, and cannot be set for a cluster");
    }

    @Test
    void extensionsAreRefused() {
        ConnectionFactoryOptions options = ConnectionFactoryOptions.parse(URL)
                .mutate()
                .option(SqliteConnectionFactoryProvider.EXTENSIONS, List.of())
                .build();

        assertThatThrownBy(() -> ConnectionFactories.get(options))
                .hasMessageStartingWith("extensions is not supported");
    }

    @ParameterizedTest
    @CsvSource({"nodeConnectTimeout=PT1S", "nodeAnswerTimeout=PT1S"})
    void optionsOfAClusterAreRefusedForAFile(String option) {
        refused("r2dbc:sqlite:///a.db?" + option, option.replaceFirst("=.*", ""))
                .hasMessageContaining("only a database of protocol dqlite has servers");
    }

    @ParameterizedTest
    @CsvSource({
        "r2dbc:sqlite:dqlite://me:s3cret@h1:9001/app",
        "'r2dbc:sqlite:dqlite://me:s3cret@h1:9001,h2:9001/app'",
        "'r2dbc:sqlite:dqlite://me:s3cret@h1:9001,you:s3cret@h2:9001/app'",
    })
    void aUserIsRefusedAndItsPasswordIsNotShown(String url) {
        refused(url, "user").hasMessage("user is not supported: dqlite has no users");
    }

    @Test
    void aPasswordInsideOfAHostIsNotShown() {
        ConnectionFactoryOptions options = builder()
                .option(ConnectionFactoryOptions.HOST, "me:s3cret@h1:9001")
                .build();

        assertThatThrownBy(() -> ConnectionFactories.get(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("host must not contain '@': dqlite has no users");
    }

    @Test
    void factoriesOfTheSameServersShareADatabase() {
        assertThat(key("r2dbc:sqlite:dqlite://h2:9002,h1:9001/orders")).isEqualTo(key(URL));
        assertThat(key("r2dbc:sqlite:dqlite://h1:9001,h2:9002/users")).isNotEqualTo(key(URL));
    }

    @Test
    void factoriesOfADatabaseMustAgreeOnTheTimesOfItsServers() {
        DatabaseSettings one = DatabaseSettings.of(ConnectionFactoryOptions.parse(URL));
        DatabaseSettings other = DatabaseSettings.of(
                ConnectionFactoryOptions.parse(URL + "?nodeConnectTimeout=PT9S&nodeAnswerTimeout=PT9S"));

        assertThat(other.differences(one)).containsExactly("nodeConnectTimeout", "nodeAnswerTimeout");
        assertThat(one.differences(one)).isEmpty();
    }

    @Test
    @Timeout(60)
    void theArtifactThatIsMissingIsNamed() {
        SqliteConnectionFactory factory = SqliteConnectionFactory.from(ConnectionFactoryOptions.parse(URL));

        assertThatThrownBy(() -> factory.create().block())
                .isInstanceOf(R2dbcNonTransientResourceException.class)
                .hasMessageContaining("the artifact asyncsqlite-dqlite is not there")
                .satisfies(e -> assertThat(((R2dbcNonTransientResourceException) e).getSqlState())
                        .isEqualTo("08001"))
                .cause()
                .asInstanceOf(type(DatabaseOpenException.class))
                .returns(DatabaseOpenException.Reason.NO_CLUSTER_ENGINE, DatabaseOpenException::reason);
        factory.close().block();
    }

    @Test
    void aClusterWithoutALeaderIsTransient() {
        assertThat(Failures.translate(new ClusterUnavailableException("no leader", null, null), "SELECT 1"))
                .hasMessage("no leader")
                .asInstanceOf(type(R2dbcTransientResourceException.class))
                .returns("08001", R2dbcTransientResourceException::getSqlState)
                .returns("SELECT 1", R2dbcTransientResourceException::getSql);
    }

    @Test
    void anOpenDatabaseHasItsServersAlready() {
        try (AsyncSqlite database = AsyncSqlite.inMemory()) {
            ConnectionFactoryOptions options = ConnectionFactoryOptions.builder()
                    .option(ConnectionFactoryOptions.DRIVER, "sqlite")
                    .option(SqliteConnectionFactoryProvider.OPEN_DATABASE, database)
                    .option(SqliteConnectionFactoryProvider.NODE_ANSWER_TIMEOUT, Duration.ofSeconds(1))
                    .build();

            assertThatThrownBy(() -> ConnectionFactories.get(options))
                    .hasMessageStartingWith("nodeAnswerTimeout has no effect on openDatabase");
        }
    }
}
