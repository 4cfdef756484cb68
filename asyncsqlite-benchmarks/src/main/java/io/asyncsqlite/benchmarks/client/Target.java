package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.EngineChoice;
import java.nio.file.Path;

/**
 * What a client is opened on, and how.
 *
 * @param file the database, in a directory of its own
 * @param engine how asyncsqlite calls SQLite; of no meaning for others
 * @param durability what an acknowledged row survives
 * @param tuned whether SQLite has the settings of {@link Pragmas}, as asyncsqlite gives them to every connection, or those of the
 *     client's own guide
 * @param checkpoints whether SQLite takes its write-ahead log back into the file as usual, or not at all
 * @param items how many items the table has, for clients with a database of their own
 */
public record Target(
        Path file, EngineChoice engine, Durability durability, boolean tuned, boolean checkpoints, int items) {}
