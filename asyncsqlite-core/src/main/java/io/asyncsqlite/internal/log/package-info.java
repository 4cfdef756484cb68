/**
 * Logging that cannot fail.
 *
 * <p>Internal: public only so that the packages of this library reach it; not part of the API and free to change.
 */
@NullMarked
package io.asyncsqlite.internal.log;

import org.jspecify.annotations.NullMarked;
