/**
 * One queued unit of work: its states, its queue, its deadline and its completion.
 *
 * <p>May use connection and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.operation;

import org.jspecify.annotations.NullMarked;
