package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the leader and their answers, on one connection. Worker thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A request is sent only when the answers to all earlier ones have come, or are counted in {@code owed}; requests of
 *       a {@link Flight} follow each other.
 *   <li>After an answer that did not come, or is not in the protocol, the connection is lost: every further request fails so.
 * </ol>
 */
final class Exchange implements AutoCloseable {

    private static final int QUESTION_MILLIS = 20;
    /** How long the answer of a stopped request is awaited, which saves the connection. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How many bytes of unread rows are kept in memory at most, so that another statement can run. */
    private static final long MAX_KEPT_BYTES = 16L << 20;

    private final ServerConnection server;
    private final long answerNanos;
    private final long checkNanos;
    private final BooleanSupplier leads;
    private BooleanSupplier stop = () -> false;
    private Runnable whenStopped = () -> {};
    private Preparation before = () -> {};
    private @Nullable RowsOfQuery open;
    private @Nullable EngineException loss;
    private int owed;
    private long checkedNanos;
    private Stop waiting = new Stop();

    /** What has to be done before a request. */
    interface Preparation {

        void run() throws EngineException;
    }

    /** Uses a connection to the leader, and a question that asks on another connection whether it still leads. */
    Exchange(ServerConnection server, ClusterLocation location, BooleanSupplier leads) {
        this.server = server;
        this.answerNanos = location.answerTimeout().toNanos();
        this.checkNanos = location.connectTimeout().toNanos();
        this.leads = leads;
    }

    /** Sets the question whether to stop the running statement. */
    void stopIf(BooleanSupplier question) {
        stop = question;
    }

    /** Sets what undoes the work of a statement that was stopped and had run all the same. */
    void onStopped(Runnable undo) {
        whenStopped = undo;
    }

    /** Sets what reads the answers to requests that were sent ahead. */
    void beforeRequests(Preparation preparation) {
        before = preparation;
    }

    /** Sends a request that is not stopped, and waits for its answer as long as the answer timeout says. */
    Answer ask(Request request, int wanted) throws EngineException {
        send(request);
        long until = System.nanoTime() + answerNanos;
        try {
            return expect(receive(() -> System.nanoTime() - until >= 0 || !isLeaderAlive()), wanted);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a request whose answer tells nothing; the next request reads it. */
    void askLater(Request request) {
        if (loss == null) {
            try {
                send(request);
                owed++;
            } catch (EngineException e) {
                // The next request meets the same.
            }
        }
    }

    /** Sends a request that the question of {@link #stopIf} can stop, again while the server copies its log into the database. */
    Answer run(Request request, int wanted, IntPredicate whenBusy) throws EngineException {
        for (int attempts = 0; ; attempts++) {
            try {
                return runOnce(request, wanted);
            } catch (EngineException e) {
                if (!Failures.isCheckpoint(e) || !whenBusy.test(attempts)) {
                    throw e;
                }
            }
        }
    }

    private Answer runOnce(Request request, int wanted) throws EngineException {
        send(request);
        return awaitAnswer(wanted);
    }

    /** Waits for the answer to the request that was sent first of those without an answer. */
    private Answer awaitAnswer(int wanted) throws EngineException {
        refuseIfLost();
        waiting = new Stop();
        Answer answer;
        try {
            answer = expect(receive(this::mustGiveUp), wanted);
        } catch (IOException e) {
            if (waiting.asked) {
                broken(e);
                throw interrupted();
            }
            throw broken(e);
        }
        if (waiting.asked) {
            if (wanted == Answer.ROWS) {
                lose("a query was stopped");
            } else {
                whenStopped.run();
            }
            throw interrupted();
        }
        return answer;
    }

    /** Sends requests without waiting for answers. A failure is met by what waits for them. */
    void sendAhead(ByteArrayOutputStream requests) {
        try {
            refuseIfLost();
            finishOpen();
            checkedNanos = System.nanoTime();
            server.send(requests);
        } catch (IOException e) {
            broken(e);
        } catch (EngineException e) {
            lose("a request was not sent");
        }
    }

    /** Waits for the answer to a statement that was sent ahead, as {@link #run} waits. */
    Answer awaitAhead() throws EngineException {
        return awaitAnswer(Answer.RESULT);
    }

    /** Reads the answer to a statement that was sent ahead and is executed later. The work that waits meanwhile can stop, which loses the connection. */
    Answer receiveAhead() throws EngineException {
        refuseIfLost();
        Stop whileReading = new Stop();
        try {
            return receive(() -> whileReading.isOver() || !isLeaderAlive());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whether the work that waits for an answer is to stop, and since when. */
    private final class Stop {

        private long since;
        private boolean asked;

        boolean isOver() {
            long now = System.nanoTime();
            if (!asked && stop.getAsBoolean()) {
                asked = true;
                since = now;
            }
            return asked && now - since >= GRACE_NANOS;
        }
    }

    RowsOfQuery query(Request request, IntPredicate whenBusy) throws EngineException {
        Answer first = run(request, Answer.ROWS, whenBusy);
        try {
            RowsOfQuery rows = new RowsOfQuery(this, first);
            open = rows.isComplete() ? null : rows;
            return rows;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Waits for the next rows of a query that is open. */
    void receivePiece(RowsOfQuery rows) throws EngineException {
        refuseIfLost();
        waiting = new Stop();
        try {
            rows.receive(expect(receive(this::mustGiveUp), Answer.ROWS));
        } catch (IOException e) {
            broken(e);
            throw waiting.asked ? interrupted() : Failures.lost(e);
        } catch (EngineException e) {
            open = null;
            throw e;
        }
        if (rows.isComplete()) {
            open = null;
        }
        if (waiting.asked) {
            lose("a query was stopped");
            throw interrupted();
        }
    }

    /** Reads the rows of a query that are still to come, and forgets them. If they are many, the connection is given up. */
    void abandon(RowsOfQuery rows) {
        try {
            finish(rows, rows::forget);
        } catch (EngineException e) {
            lose("the rows of a query were not read");
        }
    }

    private void finish(RowsOfQuery rows, Runnable afterPiece) throws EngineException {
        long bytes = 0;
        while (!rows.isComplete()) {
            if (bytes > MAX_KEPT_BYTES) {
                throw new EngineException(
                        ResultCode.ERROR,
                        "the rows of an earlier query that are still to come have more than " + MAX_KEPT_BYTES
                                + " bytes: read them first, or use another connection");
            }
            receivePiece(rows);
            bytes += rows.lastPieceBytes();
            afterPiece.run();
        }
    }

    private void send(Request request) throws EngineException {
        refuseIfLost();
        finishOpen();
        before.run();
        checkedNanos = System.nanoTime();
        try {
            server.send(request);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void finishOpen() throws EngineException {
        RowsOfQuery unread = open;
        if (unread != null) {
            finish(unread, () -> {});
        }
    }

    private Answer receive(BooleanSupplier giveUp) throws IOException {
        for (; owed > 0; owed--) {
            server.receive(QUESTION_MILLIS, giveUp);
        }
        Answer answer = server.receive(QUESTION_MILLIS, giveUp);
        checkedNanos = System.nanoTime();
        return answer;
    }

    private boolean mustGiveUp() {
        return waiting.isOver() || !isLeaderAlive();
    }

    /** Asks at times, while an answer does not come, whether the leader still leads: a slow statement may take long, a stopped server never ends. */
    private boolean isLeaderAlive() {
        if (System.nanoTime() - checkedNanos < checkNanos) {
            return true;
        }
        boolean alive = leads.getAsBoolean();
        checkedNanos = System.nanoTime();
        return alive;
    }

    /** Returns an answer that is of the wanted type, or throws the failure that the server tells. */
    static Answer expect(Answer answer, int wanted) throws IOException, EngineException {
        if (answer.type() == Answer.FAILURE) {
            throw Failures.of(answer.failure());
        }
        if (answer.type() != wanted) {
            throw new WireException("the server gave an answer of type " + answer.type() + ", not " + wanted);
        }
        return answer;
    }

    private static EngineException interrupted() {
        return new EngineException(ResultCode.INTERRUPT, "interrupted");
    }

    private void refuseIfLost() throws EngineException {
        EngineException lost = loss;
        if (lost != null) {
            throw Failures.again(lost);
        }
    }

    private void lose(String why) {
        broken(new IOException(why));
    }

    /** Notes that the connection is lost, and returns the failure. */
    EngineException broken(IOException cause) {
        EngineException lost = Failures.lost(cause);
        loss = lost;
        open = null;
        server.close();
        return lost;
    }

    @Override
    public void close() {
        server.close();
    }
}
