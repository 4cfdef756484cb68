package io.asyncsqlite;

/**
 * What a database is doing at one moment.
 *
 * @param queuedWrites operations that wait for the writing connection, without those that it has taken to run together
 * @param queuedReads operations that wait for a reading connection; 0 where one connection serves both
 * @param queuedBytes estimated size of the values that wait
 * @param openReaders reading connections that are open
 * @param busyReaders reading connections that run an operation or stream
 */
public record SqliteStats(int queuedWrites, int queuedReads, long queuedBytes, int openReaders, int busyReaders) {}
