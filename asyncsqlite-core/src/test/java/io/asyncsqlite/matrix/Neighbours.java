package io.asyncsqlite.matrix;

/** What is submitted before and after the subject of a cell. */
enum Neighbours {
    NONE("alone"),
    INNOCENT("innocent neighbours"),
    /** Also one that violates a deferred foreign key: COMMIT fails for the whole group. */
    GUILTY_AT_COMMIT("guilty neighbour (deferred foreign key)"),
    /** Also one whose conflict clause rolls the transaction of the whole group back. */
    GUILTY_AT_ONCE("guilty neighbour (OR ROLLBACK)");

    private final String title;

    Neighbours(String title) {
        this.title = title;
    }

    boolean guilty() {
        return this == GUILTY_AT_COMMIT || this == GUILTY_AT_ONCE;
    }

    @Override
    public String toString() {
        return title;
    }
}
