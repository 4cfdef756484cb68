/**
 * Conversion between Java types and SQLite's storage classes.
 *
 * <p>May use the engine and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.codec;

import org.jspecify.annotations.NullMarked;
