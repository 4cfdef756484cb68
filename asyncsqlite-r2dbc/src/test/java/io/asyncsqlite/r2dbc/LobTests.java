package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.Parameters;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class LobTests extends OpenFactory {

    private <T> T value(String sql, Class<T> type, Object... values) {
        return Sql.await(Sql.await(Sql.bound(connection, sql, values).execute()).map(row -> row.get(0, type)));
    }

    @Test
    void aBlobIsCollectedAndStored() {
        Blob blob = Blob.from(Flux.range(0, 1000).map(i -> ByteBuffer.wrap(new byte[] {(byte) (int) i, 7})));

        byte[] stored = value("SELECT ?", byte[].class, blob);

        assertThat(stored).hasSize(2000).startsWith(0, 7, 1, 7);
    }

    @Test
    void aClobIsCollectedAndStored() {
        assertThat(value("SELECT ?", String.class, Clob.from(Flux.just("ab", "cd"))))
                .isEqualTo("abcd");
        assertThat(value("SELECT :a", String.class, Parameters.in(Clob.from(Mono.just("x")))))
                .isEqualTo("x");
        assertThat(value("SELECT typeof(?) || length(?)", String.class, Blob.from(Mono.empty()), ""))
                .isEqualTo("blob0");
    }

    @Test
    void nullsBesideALargeObjectStayNull() {
        Flux.from(connection
                        .createStatement("INSERT INTO t VALUES (?, ?)")
                        .bindNull(0, Integer.class)
                        .bind(1, Clob.from(Mono.just("text")))
                        .execute())
                .blockLast(Sql.LONG);

        assertThat(Sql.all(Sql.query(connection, "SELECT v FROM t"))).containsExactly("text");
    }

    @Test
    void aLargeBlobIsReadInPieces() {
        Blob blob = value("SELECT zeroblob(200000)", Blob.class);

        List<Integer> sizes = Sql.all(Flux.from(blob.stream()).map(ByteBuffer::remaining));

        assertThat(sizes).containsExactly(65_536, 65_536, 65_536, 3_392);
    }

    @Test
    void aLargeClobIsReadInPiecesThatGiveTheText() {
        String text = "a" + "\uD83D\uDE00".repeat(100_000);
        Clob clob = value("SELECT ?", Clob.class, text);

        List<CharSequence> pieces = Sql.all(clob.stream());

        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(Character.isHighSurrogate(pieces.get(0).charAt(pieces.get(0).length() - 1)))
                .isFalse();
    }

    @Test
    void anEmptyBlobHasNoPieces() {
        assertThat(Sql.all(value("SELECT x''", Blob.class).stream())).isEmpty();
        assertThat(Sql.all(value("SELECT ''", Clob.class).stream())).isEmpty();
        Sql.await(value("SELECT x'00'", Blob.class).discard());
    }

    @Test
    void aBlobThatFailsFailsItsStatementWhichDoesNotRun() {
        Blob broken = Blob.from(Mono.error(new IllegalStateException("as wanted")));

        assertThatThrownBy(() -> Sql.await(Sql.update(connection, "INSERT INTO t(v) VALUES (?)", broken)))
                .hasMessage("as wanted");
        assertThat(keys()).isEmpty();
    }

    @Test
    void cancellingAStatementThatCollectsCancelsItsBlob() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Blob endless = Blob.from(Flux.<ByteBuffer>never().doOnCancel(() -> cancelled.set(true)));

        Sql.update(connection, "INSERT INTO t(v) VALUES (?)", endless)
                .subscribe()
                .dispose();

        assertThat(cancelled).isTrue();
        assertThat(keys()).isEmpty();
    }

    @Test
    void laterOperationsWaitForAStatementThatCollects() {
        Sinks.One<String> text = Sinks.one();
        CompletableFuture<Long> first = Sql.update(connection, "INSERT INTO t(v) VALUES (?)", Clob.from(text.asMono()))
                .toFuture();
        CompletableFuture<List<Object>> read =
                Sql.query(connection, "SELECT v FROM t").collectList().toFuture();

        text.tryEmitValue("x");

        assertThat(read).succeedsWithin(Sql.LONG).isEqualTo(List.of("x"));
        assertThat(first).succeedsWithin(Sql.LONG).isEqualTo(1L);
    }
}
