package io.asyncsqlite.matrix;

/** Where the subject of a cell is when the event happens. */
enum Moment {
    /** In a queue, behind something that runs. */
    QUEUED("queued"),
    /** On a connection of its own, waiting for the turn to write. */
    TURN("waiting for its turn"),
    /** Waiting for a lock that another program holds. */
    LOCK("waiting for a foreign lock"),
    /** In a statement. */
    RUNNING("running"),
    /** In the COMMIT of what it has done. */
    COMMIT("in its COMMIT");

    private final String title;

    Moment(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
