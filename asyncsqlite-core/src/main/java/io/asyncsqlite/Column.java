package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * A column of the rows that a query gives.
 *
 * @param name as SQLite labels it
 * @param declaredType the type that CREATE TABLE declares, as SQLite gives it: ANY, BLOB, INT, INTEGER, REAL and TEXT in upper case, others as they are
 *     written there; null for an expression and for a column without one. It says nothing about a value, each of which has a storage class of its own
 * @see <a href="https://www.sqlite.org/c3ref/column_decltype.html">sqlite3_column_decltype</a>
 */
public record Column(String name, @Nullable String declaredType) {}
