/** Conversion between Java types and SQLite's storage classes. Only {@link io.asyncsqlite.codec.Codec} is API. */
@NullMarked
package io.asyncsqlite.codec;

import org.jspecify.annotations.NullMarked;
