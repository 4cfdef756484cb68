/**
 * Reads SQL text as far as needed before it runs: where the statement ends, what kind it is, which parameters it has.
 *
 * <p>Internal: public only so that the packages of this library reach it; not part of the API and free to change.
 */
@NullMarked
package io.asyncsqlite.internal.sql;

import org.jspecify.annotations.NullMarked;
