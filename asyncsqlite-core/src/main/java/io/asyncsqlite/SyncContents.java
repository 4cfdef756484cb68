package io.asyncsqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * Moves the whole content of an open database, for code that waits. It has the methods of {@link Contents} without futures; failures and interrupts
 * are those of {@link BlockingSqlite}. Thread-safe.
 */
public interface SyncContents {

    /**
     * Returns a view whose methods have another time.
     *
     * @param timeout more than 0, at most 365 days; one hour if not set
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    SyncContents withTimeout(Duration timeout);

    /**
     * Returns one state of the database as bytes, as {@link Contents#serialize} does.
     *
     * @param maxBytes how many at most, from 1 to 2,147,483,639
     * @return the bytes of a database file
     */
    byte[] serialize(long maxBytes);

    /**
     * Replaces the content of the database by that of a database file in memory, as {@link Contents#deserialize} does.
     *
     * @param image the bytes of a database file
     */
    void deserialize(byte[] image);

    /**
     * Replaces the content of the database by that of a backup, as {@link Contents#restore} does.
     *
     * @param backup a database file that no program has open; it stays
     */
    void restore(Path backup);

    /**
     * Replaces the content of another open database by one state of this one, as {@link Contents#copyTo} does.
     *
     * @param target the other database, in this program
     */
    void copyTo(AsyncSqlite target);

    /**
     * Replaces the content of the database by what a dump makes, as {@link Contents#load} does.
     *
     * @param statements the dump
     */
    void load(Flow.Publisher<String> statements);
}
