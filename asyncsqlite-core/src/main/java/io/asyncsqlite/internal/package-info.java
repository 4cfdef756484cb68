/**
 * The database behind the API: it opens queues, workers and connections, and closes them.
 *
 * <p>May use all rooms.
 */
@NullMarked
package io.asyncsqlite.internal;

import org.jspecify.annotations.NullMarked;
