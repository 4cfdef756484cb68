package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineRun;
import io.asyncsqlite.internal.engine.Strays;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements of the open transaction that the connection knows before they are executed. They are sent without waiting for the answers to those before
 * them, so that many take one round trip. Worker thread only.
 *
 * <pre>
 * WAITING --sent--> SENT --its answer comes--> ANSWERED --executed--> gone
 *    |                \--executed: waits for the answer--> gone
 *    \--executed: is sent alone--> gone
 * </pre>
 *
 * <p>Invariants:
 * <ol>
 *   <li>Statements are sent, answered and executed in the order announced, each at most once.
 *   <li>Behind a statement that may end the transaction by itself nothing is sent before its answer has come. After a failure nothing is sent before
 *       the transaction is proved to be open. So a statement runs outside of the transaction only if the server has failed at one before it as no
 *       statement makes it fail, for example without memory. These are {@link #strays}.
 *   <li>The bytes that are sent and not answered fit into the buffer of the socket, unless they are one request. So sending never waits for a server
 *       that waits for its answers to be read.
 *   <li>Every other request is sent when all answers have come: {@link #land}.
 * </ol>
 */
final class Flight {

    /** A part of the buffer that {@link ServerConnection} asks for: small packets take more of it than their bytes. */
    static final int MAX_UNANSWERED_BYTES = 64 * 1024;

    /** The codes of failures with which SQLite may roll back the whole transaction, whatever the statement is. */
    private static final Set<Integer> ENDING = Set.of(ResultCode.FULL, ResultCode.IOERR, ResultCode.NOMEM);

    private static final class Entry {

        final DqliteStatement statement;
        final @Nullable Object[] values;

        @Nullable
        Request request;

        int bytes;

        Entry(EngineRun run) {
            this.statement = (DqliteStatement) run.statement();
            this.values = run.values();
        }
    }

    private final Exchange exchange;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private final ArrayDeque<Entry> sent = new ArrayDeque<>();

    /** The answers to the first of those that were sent. */
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();

    private int unansweredBytes;
    private boolean onHold;
    private boolean schemaChanged;
    private boolean endingFailure;
    private boolean lost;

    Flight(Exchange exchange) {
        this.exchange = exchange;
        exchange.beforeRequests(this::land);
    }

    /** Takes statements that are executed next, and sends the first of them. */
    void announce(List<EngineRun> runs) {
        clear();
        runs.forEach(run -> waiting.add(new Entry(run)));
        fill();
    }

    /** Returns how many statements have not been executed. */
    int size() {
        return sent.size() + waiting.size();
    }

    /** Tells whether a statement was announced to be executed next. */
    @SuppressWarnings("ReferenceEquality") // Compares identity.
    boolean isNext(DqliteStatement statement, @Nullable Object[] values) {
        Entry next = sent.isEmpty() ? waiting.peek() : sent.peek();
        return next != null && next.statement == statement && next.values == values;
    }

    /**
     * Executes the statement that is next, if it was sent or is sent now.
     *
     * @return its answer, or null if it has to be sent alone
     * @throws EngineException if it fails
     */
    @Nullable
    Answer take() throws EngineException {
        if (sent.isEmpty()) {
            fill();
        }
        Entry next = sent.poll();
        if (next == null) {
            Entry alone = waiting.remove();
            // It may make those behind it end the transaction.
            schemaChanged |= alone.statement.mayChangeSchema();
            return null;
        }
        try {
            Answer kept = answers.poll();
            Answer answer = kept != null ? Exchange.expect(kept, Answer.RESULT) : await(next);
            fill();
            return answer;
        } catch (IOException e) {
            throw exchange.broken(e);
        } catch (EngineException e) {
            hold();
            endingFailure |= isEnding(e);
            lost |= e.loss() != EngineException.Loss.NONE;
            throw e;
        }
    }

    private Answer await(Entry next) throws EngineException {
        unansweredBytes -= next.bytes;
        return exchange.awaitAhead();
    }

    /** Sends nothing until the transaction is proved to be open. */
    void hold() {
        onHold = true;
    }

    /** Notes that the transaction is open. */
    void proved() {
        onHold = false;
        endingFailure = false;
    }

    /** Sends statements as far as that is allowed. A failure to send is met by the next request. */
    private void fill() {
        if (onHold || schemaChanged || unansweredBytes > MAX_UNANSWERED_BYTES / 2) {
            return;
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        Entry next;
        while ((next = waiting.peek()) != null && next.statement.mayBeSentAhead() && add(next, packet)) {
            sent.add(waiting.remove());
        }
        if (packet.size() > 0) {
            exchange.sendAhead(packet);
        }
    }

    /** Adds a statement to the packet, and returns whether it had room. */
    private boolean add(Entry entry, ByteArrayOutputStream packet) {
        Request request = entry.request;
        if (request == null) {
            request = entry.statement.request(entry.values);
            entry.request = request;
        }
        if (unansweredBytes > 0 && unansweredBytes + request.size() > MAX_UNANSWERED_BYTES) {
            return false;
        }
        request.appendTo(packet);
        entry.request = null;
        entry.bytes = request.size();
        unansweredBytes += entry.bytes;
        return true;
    }

    /** Reads the answers to all that was sent, and keeps them. */
    void land() throws EngineException {
        int read = answers.size();
        for (Entry entry : sent) {
            if (read > 0) {
                read--;
            } else {
                keep(entry);
            }
        }
    }

    private void keep(Entry entry) throws EngineException {
        Answer answer = exchange.receiveAhead();
        unansweredBytes -= entry.bytes;
        answers.add(answer);
        onHold |= isFailure(answer);
    }

    /** Tells whether a statement has met the loss of the connection, so that no further answer is worth a wait. */
    boolean isLost() {
        return lost;
    }

    /** Tells whether an answer that was read, and not executed here, is a failure. */
    boolean holdsFailure() {
        return answers.stream().anyMatch(Flight::isFailure);
    }

    private static boolean isFailure(Answer answer) {
        return answer.type() == Answer.FAILURE;
    }

    private static boolean isEnding(Answer answer) {
        try {
            return isFailure(answer) && isEnding(Failures.of(answer.failure()));
        } catch (WireException e) {
            return true;
        }
    }

    private static boolean isEnding(EngineException e) {
        return e.loss() == EngineException.Loss.NONE && ENDING.contains(e.primaryCode());
    }

    /**
     * Returns which statements that were sent may have been committed each by itself, because they ran after the end of the transaction.
     *
     * @param proved whether the transaction is proved to have ended; otherwise the connection is lost
     */
    Strays strays(boolean proved) {
        int from = endingFailure ? 0 : behindEndingFailure();
        if (from < 0) {
            from = proved ? 0 : sent.size();
        }
        return new Strays(from, sent.size());
    }

    /** Returns the place behind the first kept failure that ends transactions, or -1. */
    private int behindEndingFailure() {
        int place = 0;
        for (Answer answer : answers) {
            place++;
            if (isEnding(answer)) {
                return place;
            }
        }
        return -1;
    }

    /** Forgets the statements that were not executed. All answers have come, or the connection is lost. */
    void clear() {
        waiting.clear();
        sent.clear();
        answers.clear();
        unansweredBytes = 0;
        onHold = false;
        schemaChanged = false;
        endingFailure = false;
        lost = false;
    }
}
