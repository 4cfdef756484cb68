/** The view of a database for code that waits. */
@NullMarked
package io.asyncsqlite.internal.blocking;

import org.jspecify.annotations.NullMarked;
