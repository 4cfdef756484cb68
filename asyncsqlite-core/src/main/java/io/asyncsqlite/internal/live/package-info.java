/**
 * Live queries: what subscribers get when commits change tables.
 *
 * <p>May use query, operation, change and what is below them.
 */
@NullMarked
package io.asyncsqlite.internal.live;

import org.jspecify.annotations.NullMarked;
