package io.asyncsqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Moves the whole content of an open database out of it and into it, see {@link AsyncSqlite#contents()}. Thread-safe.
 *
 * <p>A content that comes in replaces the old one wholly or not at all, also after a kill: in one transaction of the writing connection, in its turn
 * among the writes. Reads that have begun see the old content to their end. What comes in is prepared in a file of its own, without the writing
 * connection: beside the database file, or for a database in memory in the temporary directory. The file is for its owner only, and is deleted. It
 * takes the space of the content.
 *
 * <p>The pages and the encoding must be those of the database; else the future fails with {@link BackupException}, as after every failure.
 * Functions and collations that the content needs must be defined. Each method can be cancelled until the content is being written into the
 * database, on the foreign engine also then. It has one hour, or the time of {@link #withTimeout}, for the preparation and again for the write.
 * Closing the database ends a preparation with {@link DatabaseClosedException}.
 *
 * <pre>{@code
 * return db.contents()
 *         .serialize(64_000_000)
 *         .thenCompose(image -> other.contents().deserialize(image));
 * }</pre>
 */
public interface Contents {

    /**
     * Returns a view whose methods have another time.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    Contents withTimeout(Duration timeout);

    /**
     * Returns one state of the database as bytes: those of a database file, which needs no write-ahead log.
     *
     * @param maxBytes how many at most, from 1 to 2,147,483,639; on the heap they are twice for a moment
     * @return the bytes; fails with {@link BackupException} if the database is larger
     * @see <a href="https://www.sqlite.org/c3ref/serialize.html">sqlite3_serialize</a>
     */
    CompletableFuture<byte[]> serialize(long maxBytes);

    /**
     * Replaces the content of the database by that of a database file in memory, which {@code PRAGMA quick_check} must find sound.
     *
     * @param image the bytes of a database file; not used any more when the future has completed
     * @return completes when the content is committed
     * @see <a href="https://www.sqlite.org/c3ref/deserialize.html">sqlite3_deserialize</a>
     */
    CompletableFuture<Void> deserialize(byte[] image);

    /**
     * Replaces the content of the database by that of a backup, which {@code PRAGMA quick_check} must find sound. {@link AsyncSqlite#restore} is
     * for a database that is not open, and faster.
     *
     * @param backup a database file that no program has open; it stays
     * @return completes when the content is committed
     */
    CompletableFuture<Void> restore(Path backup);

    /**
     * Replaces the content of another open database by one state of this one: a backup into an open database.
     *
     * @param target the other database, in this program
     * @return completes when the content is committed there
     */
    CompletableFuture<Void> copyTo(AsyncSqlite target);

    /**
     * Replaces the content of the database by what a dump makes, as that of {@link AsyncSqlite#dump()} or of the sqlite3 shell. The dump is read with
     * back-pressure, and may be of any size.
     *
     * <p>Each element holds one or more whole statements. BEGIN and COMMIT have no effect. ATTACH, DETACH, VACUUM, other words of transactions,
     * and PRAGMAs that no dump has are refused with {@link InvalidStatementException}. A dump is a program: load only what you trust.
     *
     * @param statements the dump; what it fails with is the failure of the future
     * @return completes when the content is committed
     */
    CompletableFuture<Void> load(Flow.Publisher<String> statements);
}
