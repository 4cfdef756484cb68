/** The schema of a database as data: tables, columns, indexes, foreign keys, triggers and views. Uses the API only. */
@NullMarked
package io.asyncsqlite.schema;

import org.jspecify.annotations.NullMarked;
