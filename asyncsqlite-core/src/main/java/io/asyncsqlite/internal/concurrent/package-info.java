/**
 * Threads and the code of others: callbacks, leak reports, subscriptions.
 *
 * <p>May use failure and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.concurrent;

import org.jspecify.annotations.NullMarked;
