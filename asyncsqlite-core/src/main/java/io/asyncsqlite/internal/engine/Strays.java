package io.asyncsqlite.internal.engine;

/**
 * Which of the statements that were announced and not executed may have been committed each by itself, because their transaction had ended before them.
 *
 * @param from the first of them, counted from 0
 * @param to the one behind the last; as {@code from} if there is none
 * @see EngineConnection#forgetAnnounced
 */
public record Strays(int from, int to) {

    /** No statement. */
    public static final Strays NONE = new Strays(0, 0);

    /**
     * Tells whether there is none.
     *
     * @return whether no statement is among them
     */
    public boolean isEmpty() {
        return from == to;
    }
}
