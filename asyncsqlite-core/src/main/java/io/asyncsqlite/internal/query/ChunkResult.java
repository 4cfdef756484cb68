package io.asyncsqlite.internal.query;

import io.asyncsqlite.RefusedRow;
import java.util.List;

/**
 * What a chunk of a bulk write did.
 *
 * @param changes rows inserted, updated or deleted
 * @param refused rows that were left out, by their index in the chunk
 */
record ChunkResult(long changes, List<RefusedRow> refused) {}
