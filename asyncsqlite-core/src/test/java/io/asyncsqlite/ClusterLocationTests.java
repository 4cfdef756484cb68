package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.DatabaseOpenException.Reason;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a database in a cluster is, and which options it cannot have. */
class ClusterLocationTests {

    private static final ClusterLocation LOCATION = ClusterLocation.of("a:9001", "b:9002");

    @ParameterizedTest
    @CsvSource({"host:1, host, 1", "10.0.0.1:65535, 10.0.0.1, 65535", "[::1]:9001, ::1, 9001"})
    void addressesAreHostAndPort(String text, String host, int port) {
        assertThat(ClusterLocation.address(text).getHostString()).isEqualTo(host);
        assertThat(ClusterLocation.address(text).getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":9001", "host:", "host:0", "host:65536", "host:-1", "host:9001x"})
    void otherTextsAreNoAddresses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterLocation.address(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void aPasswordInsideOfAnAddressIsNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterLocation.address("me:s3cret@host:9001"))
                .withMessage("a node must be host:port without '@': servers of a cluster have no users");
    }

    @Test
    void locationNeedsAServer() {
        assertThatIllegalArgumentException().isThrownBy(ClusterLocation::of).withMessageContaining("nodes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a?x=1"})
    void databaseNameHasNoOtherCharacters(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LOCATION.withDatabase(name))
                .withMessageContaining("letters");
    }

    @Test
    void timesMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> LOCATION.withConnectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> LOCATION.withAnswerTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void textIsItsUrl() {
        assertThat(LOCATION.withDatabase("orders")).hasToString("dqlite://a:9001,b:9002/orders");
        assertThat(ClusterLocation.of("[::1]:9001")).hasToString("dqlite://[::1]:9001/app");
    }

    @Test
    void changedLocationKeepsTheRest() {
        ClusterLocation changed = LOCATION.withDatabase("orders")
                .withConnectTimeout(Duration.ofSeconds(1))
                .withAnswerTimeout(Duration.ofSeconds(3));

        assertThat(changed.nodes()).isEqualTo(LOCATION.nodes());
        assertThat(changed.database()).isEqualTo("orders");
        assertThat(changed.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.answerTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(SqliteOptions.cluster(changed).build().name()).isEqualTo("orders");
    }

    static Stream<UnaryOperator<SqliteOptions.Builder>> optionsOfFiles() {
        return Stream.of(
                builder -> builder.pageSize(4096),
                builder -> builder.pragma("cache_size", "100"),
                builder -> builder.strictSql(true),
                builder -> builder.trustedSchema(true),
                builder -> builder.journalMode(JournalMode.DELETE),
                builder -> builder.synchronous(Synchronous.NORMAL),
                builder -> builder.engine(EngineChoice.JNI),
                builder -> builder.watchInterval(Duration.ofSeconds(1)),
                builder -> builder.limit(SqliteLimit.LENGTH, 100),
                builder -> builder.readOnly(true),
                builder -> builder.mustExist(true));
    }

    @ParameterizedTest
    @MethodSource("optionsOfFiles")
    void optionsOfFilesAreRefused(UnaryOperator<SqliteOptions.Builder> option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> option.apply(SqliteOptions.cluster(LOCATION)).build());
    }

    @Test
    void openingNamesTheArtifactThatIsMissing() {
        assertThatExceptionOfType(DatabaseOpenException.class)
                .isThrownBy(
                        () -> AsyncSqlite.open(SqliteOptions.cluster(LOCATION).build()))
                .withMessageContaining("asyncsqlite-dqlite")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_CLUSTER_ENGINE));
    }
}
