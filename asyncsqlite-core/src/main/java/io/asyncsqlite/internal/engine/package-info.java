/**
 * The seam between this library and SQLite: the only code that knows how SQLite is called.
 *
 * <p>Internal: public only so that the packages of this library reach it; not part of the API and free to change.
 */
@NullMarked
package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.NullMarked;
