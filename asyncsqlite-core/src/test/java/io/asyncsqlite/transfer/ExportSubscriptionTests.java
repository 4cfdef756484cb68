package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.testing.AppDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an export asks of its query, for a subscriber that asks for one buffer at a time. */
class ExportSubscriptionTests extends AppDatabase {

    /** Of a row of the test. */
    private static final int BYTES = 1_002;

    private static final int USUAL_BUFFER = 32_768;
    private static final int ROWS_AT_A_TIME = 64;

    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final CountedSource source = new CountedSource();
    private ExportSubscription export;
    private Row row;
    private boolean completed;

    /** Counts the rows that are asked for and not given yet. */
    private static final class CountedSource implements Flow.Subscription {

        private long wanted;
        private boolean cancelled;

        @Override
        public void request(long rows) {
            wanted += rows;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @BeforeEach
    void subscribe() throws Exception {
        RowQuery query = db.query("SELECT replace(hex(zeroblob(500)), '0', 'x') AS v");
        row = await(query.one());
        export = new ExportSubscription(
                ExportSettings.of(query), new CsvRowText(',', false, false), new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {}

                    @Override
                    public void onNext(ByteBuffer buffer) {
                        buffers.add(buffer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        throw new AssertionError(failure);
                    }

                    @Override
                    public void onComplete() {
                        completed = true;
                    }
                });
        export.onSubscribe(source);
    }

    /** Gives the rows that were asked for, and returns how many. */
    private int giveAll() {
        int given = 0;
        for (; source.wanted > 0; given++) {
            giveOne();
        }
        return given;
    }

    private void giveOne() {
        source.wanted--;
        export.onNext(row);
    }

    private long received() {
        return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Test
    void noRowIsAskedForBeforeABufferIs() {
        assertThat(source.wanted).isZero();

        export.request(1);

        assertThat(source.wanted).isEqualTo(ROWS_AT_A_TIME);
    }

    @Test
    void rowsOfOneBufferAreAskedForOnly() {
        export.request(1);

        int given = giveAll();

        assertThat(buffers).hasSize(1);
        assertThat(given).isEqualTo(ROWS_AT_A_TIME);
        assertThat(source.wanted).isZero();
    }

    @Test
    void furtherBuffersThatAreAskedForMeanwhileAskForNoRowTwice() {
        export.request(1);
        giveOne();

        export.request(1);

        assertThat(source.wanted).isEqualTo(ROWS_AT_A_TIME - 1);
    }

    @Test
    void noBufferGrowsPastTheRowsOfOneRequest() {
        for (int i = 0; i < 20; i++) {
            export.request(1);
            giveAll();
        }

        assertThat(buffers).hasSize(20).allMatch(buffer -> buffer.remaining() <= USUAL_BUFFER + ROWS_AT_A_TIME * BYTES);
    }

    @Test
    void rowsThatNoBufferHasYetComeWithTheNextRequestOrAtTheEnd() {
        export.request(1);
        int given = giveAll();
        export.onComplete();
        assertThat(completed).isFalse();

        export.request(1);

        assertThat(completed).isTrue();
        assertThat(received()).isEqualTo((long) given * BYTES);
        assertThat(StandardCharsets.UTF_8.decode(buffers.get(1)).toString()).endsWith("x\r\n");
    }

    @Test
    void cancelAsksForNothingMore() {
        export.request(1);
        giveOne();

        export.cancel();
        export.request(1);
        int given = giveAll();

        assertThat(source.cancelled).isTrue();
        assertThat(given).isEqualTo(ROWS_AT_A_TIME - 1);
        assertThat(buffers).isEmpty();
    }
}
