package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.Endless;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionViewTests extends ConnectedDatabase {

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        connection = await(db.connect());
    }

    @Test
    void operationsOfAViewHaveItsTime() throws Exception {
        AsyncConnection impatient = connection.withTimeout(Duration.ofMillis(50));

        assertThat(failureOf(impatient.query(Endless.SELECT).list()))
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("was not finished within 50 ms");
        assertThat(await(connection.execute("CREATE TEMP TABLE own(a)"))).isNotNull();
        assertThat(await(impatient
                        .withTimeout(Duration.ofMinutes(1))
                        .query("SELECT * FROM own")
                        .list()))
                .isEmpty();
    }

    @Test
    void closingAViewClosesTheConnection() throws Exception {
        connection.withTimeout(Duration.ofSeconds(9)).close();

        assertThat(failureOf(connection.execute("SELECT 1"))).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.withTimeout(Duration.ZERO))
                .withMessageStartingWith("timeout must be more than 0");
    }

    @Test
    void aDatabaseTellsTheTimeOfItsOperations() {
        assertThat(db.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(db.withTimeout(Duration.ofMillis(7)).timeout()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void aDatabaseTellsWhichTypesItStores() {
        assertThat(db.supports(Duration.class)).isTrue();
        assertThat(db.supports(TimeUnit.class)).isTrue();
        assertThat(db.supports(int.class)).isTrue();
        assertThat(db.supports(Thread.class)).isFalse();
    }
}
