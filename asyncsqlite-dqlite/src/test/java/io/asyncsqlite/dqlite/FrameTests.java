package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a server sends is read, and whatever it sends instead, cut, out of order, changed or longer than it says, ends in a failure: never in another
 * exception, never in a wait for good, and never in an allocation of more than 16 MiB.
 */
class FrameTests {

    /** A number, so that no name is looked up. */
    private static final String SERVER = "127.0.0.1:1";

    private static final long MAX_ALLOCATED = 16L << 20;
    private static final int FINALIZED = 8;
    private static final long DONE = -1;
    private static final long PART = 0xeeee_eeee_eeee_eeeeL;
    private static final long[] VALUES = {0, 1, DONE, PART, 1L << 20, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};

    /** Places in the conversation. */
    private static final int ROWS = 4;

    private static final int CHANGES = 7;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ExecutorService CLIENT = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    });

    private static byte[] frame(Request request) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            request.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request rows() {
        return new Request(Answer.ROWS).word(3).text("a").text("b").text("c");
    }

    /** Returns all that a server sends to {@link #talk}, by frames. */
    private static List<byte[]> conversation() {
        Request first = rows().word(ValueType.INTEGER | ValueType.TEXT << 4 | ValueType.BLOB << 8);
        first.word(7).text("a text of two words").word(5).word(0x0504030201L).word(PART);
        Request second = rows().word(ValueType.FLOAT | ValueType.NULL << 4 | ValueType.TEXT << 8);
        second.word(Double.doubleToRawLongBits(-0.0)).word(0).text("").word(DONE);
        Request changes =
                rows().word(ValueType.INTEGER * 0x111).word(4).word(5).word(6).word(DONE);
        return List.of(
                frame(new Request(Answer.NODE).word(1).text(SERVER)),
                frame(new Request(Answer.NODES).word(1).word(1).text(SERVER).word(0)),
                frame(new Request(Answer.DATABASE).halves(0, 0)),
                frame(new Request(Answer.STATEMENT).halves(0, 1).word(0)),
                frame(first),
                frame(second),
                frame(new Request(FINALIZED).word(0)),
                frame(changes),
                frame(new Request(Answer.RESULT).word(1).word(1)),
                frame(new Request(Answer.RESULT).word(1).word(1)));
    }

    private static byte[] join(List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Looks for the leader, opens the database, reads a query, asks for changes, and writes. */
    private static List<@Nullable Object[]> talk(byte[] received, boolean closed) throws IOException, EngineException {
        ClusterLocation location = ClusterLocation.of(SERVER)
                .withConnectTimeout(Duration.ofMillis(1))
                .withAnswerTimeout(Duration.ofMillis(1))
                .withSocketFactory(new Recording(received, closed).factory());
        Exchange exchange = new Exchange(new LeaderSearch(location).connect(), location, () -> false);
        DqliteConnection connection = DqliteConnection.open(exchange, "app", attempts -> false);
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (EngineStatement statement = connection.prepare("SELECT a, b, c FROM t")) {
            boolean more = statement.execute(new Object[0]);
            while (more) {
                more = statement.fetch(64, rows);
                assertThat(rows.size()).isLessThan(10_000);
            }
        }
        connection.totalChanges();
        connection.executeScript("INSERT INTO t DEFAULT VALUES");
        connection.commit();
        return rows;
    }

    /** Talks on a thread whose memory is counted. */
    private static void assertFailsOrEnds(byte[] received, boolean closed) throws Exception {
        long allocated = CLIENT.submit(() -> {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    try {
                        talk(received, closed);
                    } catch (IOException | EngineException expected) {
                        assertThat(expected).isNotNull();
                    }
                    return THREADS.getCurrentThreadAllocatedBytes() - before;
                })
                .get(60, TimeUnit.SECONDS);
        assertThat(allocated).isLessThanOrEqualTo(MAX_ALLOCATED);
    }

    @Test
    void conversationIsRead() throws Exception {
        List<@Nullable Object[]> rows = talk(join(conversation()), true);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).containsExactly(7L, "a text of two words", new byte[] {1, 2, 3, 4, 5});
        assertThat(rows.get(1)).containsExactly(-0.0, null, "");
    }

    @Test
    void conversationThatIsCutAnywhereFails() {
        byte[] all = join(conversation());

        for (int length = 0; length < all.length; length++) {
            byte[] cut = Arrays.copyOf(all, length);
            assertThatExceptionOfType(EngineException.class).isThrownBy(() -> talk(cut, true));
            assertThatExceptionOfType(EngineException.class).isThrownBy(() -> talk(cut, false));
        }
    }

    @Test
    void everyFrameThatSaysItIsLongerFails() throws Exception {
        List<byte[]> frames = conversation();
        for (int i = 0; i < frames.size(); i++) {
            for (int words : new int[] {frames.get(i).length, 1 << 16, 1 << 27, Integer.MAX_VALUE, -1}) {
                List<byte[]> changed = new ArrayList<>(frames);
                byte[] frame = frames.get(i).clone();
                Words.setInt(frame, 0, words);
                changed.set(i, frame);
                changed.add(new byte[1 << 20]);
                assertFailsOrEnds(join(changed), true);
                assertFailsOrEnds(join(changed), false);
            }
        }
    }

    @Test
    void rowsWithoutColumnsFail() throws Exception {
        List<byte[]> frames = new ArrayList<>(conversation());
        frames.set(ROWS, frame(new Request(Answer.ROWS).word(0).word(7).word(DONE)));

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> talk(join(frames.subList(0, ROWS + 1)), true));
        assertFailsOrEnds(join(frames), true);
    }

    @Test
    void changesWithoutARowFail() {
        List<byte[]> frames = new ArrayList<>(conversation());
        frames.set(CHANGES, frame(rows().word(DONE)));
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> talk(join(frames), true));

        frames.set(
                CHANGES,
                frame(new Request(Answer.ROWS)
                        .word(1)
                        .text("a")
                        .word(ValueType.INTEGER)
                        .word(7)
                        .word(DONE)));
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> talk(join(frames), true));
    }

    @Property(tries = 5_000)
    void changedConversationFailsOrEnds(@ForAll long seed, @ForAll boolean closed) throws Exception {
        assertFailsOrEnds(changed(new Random(seed)), closed);
    }

    private static byte[] changed(Random random) {
        // The first frame names the leader. It stays, because the host of another name would be looked up.
        byte[] leader = conversation().get(0);
        List<byte[]> frames =
                new ArrayList<>(conversation().subList(1, conversation().size()));
        int frame = random.nextInt(frames.size());
        switch (random.nextInt(4)) {
            case 0 -> Collections.shuffle(frames, random);
            case 1 -> frames.remove(frame);
            case 2 -> frames.add(frame, frames.get(random.nextInt(frames.size())));
            default -> {
                // The frames stay.
            }
        }
        byte[] bytes = join(frames);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int word = random.nextInt(bytes.length / Words.WORD) * Words.WORD;
            switch (random.nextInt(3)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> Words.setLong(bytes, word, VALUES[random.nextInt(VALUES.length)]);
                default -> Words.setInt(bytes, word, random.nextInt(64));
            }
        }
        return join(
                List.of(leader, random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes));
    }
}
