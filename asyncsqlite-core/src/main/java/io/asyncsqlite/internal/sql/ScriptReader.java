package io.asyncsqlite.internal.sql;

import io.asyncsqlite.internal.sql.Pragma.Place;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the statements of a script and finds its frame.
 *
 * <pre> START --BEGIN--> FRAMED --COMMIT--> COMMITTED      START --statement--> START, which has no frame </pre>
 */
final class ScriptReader {

    private enum State {
        START,
        FRAMED,
        COMMITTED
    }

    private final String text;
    private final IntStream.Builder places = IntStream.builder();
    private boolean empty = true;
    private State state = State.START;
    private boolean foreignKeysOff;
    private boolean acts;

    ScriptReader(String text) {
        this.text = text;
    }

    /** Returns whether BEGIN is the frame's. */
    boolean begins() {
        boolean frame = state == State.START && empty;
        state = frame ? State.FRAMED : state;
        return frame;
    }

    /** Returns whether COMMIT is the frame's. */
    boolean commits() {
        boolean frame = state == State.FRAMED;
        state = frame ? State.COMMITTED : state;
        return frame;
    }

    void accept(int start, int end, @Nullable PragmaReader pragma) {
        if (state == State.COMMITTED) {
            throw new UnacceptableSqlException("a script must not go on after its COMMIT");
        }
        if (pragma != null && !accept(pragma)) {
            return;
        }
        places.add(start).add(end);
        empty = false;
    }

    /** Returns whether it is a statement to run. */
    private boolean accept(PragmaReader pragma) {
        PragmaUse use = pragma.use();
        boolean first = state == State.START && empty;
        if (first && use.acts() && use.pragma() == Pragma.FOREIGN_KEYS && pragma.switchesOff()) {
            foreignKeysOff = true;
            return false;
        }
        String refusal = use.refusal(Place.SCRIPT);
        if (refusal != null) {
            throw new UnacceptableSqlException(refusal);
        }
        acts |= use.acts();
        return true;
    }

    SqlScript end() {
        if (state == State.FRAMED) {
            throw new UnacceptableSqlException(
                    "a script that has BEGIN must end with COMMIT: this one is not complete");
        }
        return new SqlScript(text, places.build().toArray(), state == State.COMMITTED, foreignKeysOff, acts);
    }
}
