package io.asyncsqlite.internal.worker;

/**
 * How many operations are announced at once. An announced operation that is cancelled, or whose time ends, makes all members of its group run again. If
 * that happened for every group, for example because many operations are late, nothing would be committed any more.
 *
 * <p>Invariants: after each group that was given up it is half as many, though never fewer than {@code LEAST}; after each that was committed twice as
 * many, up to {@code MOST}.
 */
final class AnnouncedAtOnce {

    static final int LEAST = 8;
    static final int MOST = 1024;

    private int count = MOST;

    int count() {
        return count;
    }

    void groupGivenUp() {
        count = Math.max(LEAST, count / 2);
    }

    void groupCommitted() {
        count = Math.min(MOST, count * 2);
    }
}
