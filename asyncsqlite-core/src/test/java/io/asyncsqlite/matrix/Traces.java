package io.asyncsqlite.matrix;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener.OperationKind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the calls for the end of each operation of a database, and throws where the event of the cell wants it. */
final class Traces implements OperationTracer {

    private final Event event;
    private final Error error;
    private final List<Trace> all = new CopyOnWriteArrayList<>();

    /** The thread that submits the subject now. */
    private volatile @Nullable Thread submitting;

    Traces(Event event, Error error) {
        this.event = event;
        this.error = error;
    }

    /** Takes what this thread submits from now on for operations of the subject. */
    void subjectBegins() {
        submitting = Thread.currentThread();
    }

    void subjectEnds() {
        submitting = null;
    }

    @Override
    public OperationTrace submitted(String database, OperationKind kind, String sql) {
        boolean subject = Objects.equals(Thread.currentThread(), submitting);
        if (subject && event == Event.TRACER_ERROR) {
            throw error;
        }
        Trace trace = new Trace(sql, subject || sql.contains(GatedEngine.SUBJECT), subject);
        all.add(trace);
        return trace;
    }

    /** Tells whether every operation of the subject had its call. */
    boolean subjectEnded() {
        return all.stream().filter(trace -> trace.subject).allMatch(trace -> trace.ends.get() > 0);
    }

    boolean allEnded() {
        return all.stream().allMatch(trace -> trace.ends.get() > 0);
    }

    /** Returns the operations without exactly one call. */
    List<String> wrong() {
        return all.stream()
                .filter(trace -> trace.ends.get() != 1)
                .map(trace -> "the end of [" + trace.sql + "] was told " + trace.ends + " times")
                .toList();
    }

    private final class Trace implements OperationTrace {

        private final String sql;
        private final boolean subject;
        private final boolean throwing;
        private final AtomicInteger ends = new AtomicInteger();

        Trace(String sql, boolean subject, boolean throwing) {
            this.sql = sql;
            this.subject = subject;
            this.throwing = throwing;
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            ends.incrementAndGet();
            if (throwing && event == Event.TRACE_ENDED_ERROR) {
                throw error;
            }
        }

        @Override
        public void run(Runnable code) {
            if (throwing && event == Event.TRACE_RUN_ERROR) {
                throw error;
            }
            code.run();
        }
    }
}
