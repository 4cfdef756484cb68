package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Large objects. SQLite binds and returns a value as a whole. So a bound object is collected before its statement starts, up to
 * SQLite's largest value. An object that was read is published in pieces that share its memory.
 */
final class Lobs {

    static final int PIECE = 64 * 1024;

    /** SQLITE_MAX_LENGTH as sqlite-jdbc builds it. */
    private static final int MAX_LENGTH = 1_000_000_000;

    private static final String TOOBIG_STATE = "22001";
    private static final int TOOBIG = 18;

    private Lobs() {}

    static Blob blob(byte[] bytes) {
        return Blob.from(pieces(
                bytes.length,
                start -> Math.min(start + PIECE, bytes.length),
                (start, end) -> ByteBuffer.wrap(bytes, start, end - start).slice()));
    }

    static Clob clob(String text) {
        return Clob.from(pieces(text.length(), start -> endOfPiece(text, start), text::substring));
    }

    /** Returns the end of a piece, which does not separate a pair of surrogates. */
    private static int endOfPiece(String text, int start) {
        int end = Math.min(start + PIECE, text.length());
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static <T> Flux<T> pieces(int length, IntUnaryOperator end, BiFunction<Integer, Integer, T> piece) {
        return Flux.generate(() -> 0, (start, sink) -> {
            if (start == length) {
                sink.complete();
                return start;
            }
            int next = end.applyAsInt(start);
            sink.next(piece.apply(start, next));
            return next;
        });
    }

    static boolean isLob(@Nullable Object value) {
        return value instanceof Blob || value instanceof Clob;
    }

    /** Collects a large object that is bound. */
    static Mono<Object> collect(@Nullable Object lob) {
        return lob instanceof Blob blob
                ? collectBytes(blob.stream())
                : collectText(((Clob) Objects.requireNonNull(lob)).stream());
    }

    private static Mono<Object> collectBytes(Publisher<ByteBuffer> pieces) {
        return Flux.from(pieces)
                .collect(ByteArrayOutputStream::new, Lobs::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream bytes, ByteBuffer piece) {
        checkLength((long) bytes.size() + piece.remaining());
        byte[] copied = new byte[piece.remaining()];
        piece.get(copied);
        bytes.writeBytes(copied);
    }

    private static Mono<Object> collectText(Publisher<CharSequence> pieces) {
        return Flux.from(pieces).collect(StringBuilder::new, Lobs::append).map(StringBuilder::toString);
    }

    private static void append(StringBuilder text, CharSequence piece) {
        checkLength((long) text.length() + piece.length());
        text.append(piece);
    }

    private static void checkLength(long length) {
        if (length > MAX_LENGTH) {
            throw new R2dbcDataIntegrityViolationException(
                    "A Blob or Clob is longer than SQLite can hold, " + MAX_LENGTH + ": the statement was not executed",
                    TOOBIG_STATE,
                    TOOBIG);
        }
    }
}
