package io.asyncsqlite;

/**
 * The changes of a committed statement.
 *
 * @param rowsUpdated rows inserted, updated or deleted, without those that triggers or foreign key actions changed; 0 for other
 *     statements
 * @param lastInsertRowid rowid of the row that an INSERT or REPLACE inserted last. 0 if it inserted none: for other statements, an upsert that
 *     only updated or did nothing, an INSERT OR IGNORE that ignored all, a table without rowid, and a view. A row that a trigger inserts into the
 *     same table makes an upsert count as one that inserted: use RETURNING there
 * @see <a href="https://www.sqlite.org/c3ref/changes.html">sqlite3_changes64</a>
 * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">sqlite3_last_insert_rowid</a>
 */
public record WriteResult(long rowsUpdated, long lastInsertRowid) {}
