package io.asyncsqlite.dqlite;

import io.asyncsqlite.internal.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run of a query. The leader sends them in pieces of about a page, and runs nothing else on the connection until it has sent the last
 * one. If another request comes first, the rest is read into memory.
 */
final class RowsOfQuery {

    /** Marks, in the place of a row, that further rows are in the next piece. */
    private static final int PART = 0xee;
    /** Marks, in the place of a row, the end of the rows. */
    private static final int DONE = 0xff;

    private final Exchange exchange;
    private final List<String> columns;
    private @Nullable Answer piece;
    private final List<Answer> kept = new ArrayList<>();
    private boolean complete;
    private int lastPieceBytes;

    RowsOfQuery(Exchange exchange, Answer first) throws IOException {
        this.exchange = exchange;
        this.columns = names(first);
        take(first);
    }

    private static List<String> names(Answer answer) throws WireException {
        int count = answer.count();
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(answer.text());
        }
        return names;
    }

    List<String> columns() {
        return columns;
    }

    /** Returns the size of the piece that came last. */
    int lastPieceBytes() {
        return lastPieceBytes;
    }

    /** Tells whether the leader has sent the last row. */
    boolean isComplete() {
        return complete;
    }

    /** Tells whether there is a further row, for which it may wait. */
    boolean hasRow() throws EngineException {
        while (piece == null) {
            if (!kept.isEmpty()) {
                piece = kept.remove(0);
                return true;
            }
            if (complete) {
                return false;
            }
            exchange.receivePiece(this);
        }
        return true;
    }

    /** Reads a row that is there. */
    @Nullable
    Object[] next() throws EngineException {
        Answer rows = piece;
        if (rows == null) {
            throw new IllegalStateException("there is no row");
        }
        try {
            @Nullable Object[] row = row(rows);
            if (isAtEnd(rows)) {
                piece = null;
            }
            return row;
        } catch (IOException e) {
            throw exchange.broken(e);
        }
    }

    /** Takes a further piece, after its names. */
    void receive(Answer answer) throws IOException {
        lastPieceBytes = answer.size();
        names(answer);
        take(answer);
    }

    private void take(Answer answer) throws IOException {
        if (answer.peek() == DONE) {
            complete = true;
        } else if (answer.peek() != PART) {
            // Without columns a row has no bytes, and the rows would never end.
            if (columns.isEmpty()) {
                throw new WireException("an answer has rows without columns");
            }
            noteEnd(answer);
            if (piece == null && kept.isEmpty()) {
                piece = answer;
            } else {
                kept.add(answer);
            }
        }
    }

    private void noteEnd(Answer answer) throws WireException {
        complete = answer.lastByte() == DONE;
    }

    private static boolean isAtEnd(Answer answer) throws WireException {
        int mark = answer.peek();
        return mark == DONE || mark == PART;
    }

    private @Nullable Object[] row(Answer answer) throws WireException {
        int[] types = answer.nibbles(columns.size());
        @Nullable Object[] row = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            row[i] = value(types[i], answer);
        }
        return row;
    }

    private static @Nullable Object value(int type, Answer answer) throws WireException {
        switch (type) {
            case ValueType.INTEGER, ValueType.UNIX_TIME, ValueType.BOOLEAN -> {
                return answer.word();
            }
            case ValueType.FLOAT -> {
                return Double.longBitsToDouble(answer.word());
            }
            case ValueType.TEXT, ValueType.ISO_8601 -> {
                return answer.text();
            }
            case ValueType.BLOB -> {
                return answer.blob();
            }
            case ValueType.NULL -> {
                answer.word();
                return null;
            }
            default -> throw new WireException("a value has the unknown type " + type);
        }
    }

    /** Forgets the rows that are left. */
    void abandon() {
        piece = null;
        kept.clear();
        if (!complete) {
            exchange.abandon(this);
        }
    }

    /** Forgets what has come so far. */
    void forget() {
        piece = null;
        kept.clear();
    }
}
