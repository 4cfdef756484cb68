/**
 * Functions and collations of users: which a database has, and how the engine calls them.
 *
 * <p>May use the engine, the codecs and the API.
 */
@NullMarked
package io.asyncsqlite.internal.function;

import org.jspecify.annotations.NullMarked;
