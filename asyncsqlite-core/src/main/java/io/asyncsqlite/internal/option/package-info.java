/**
 * Ranges and defaults of options.
 *
 * <p>May use nothing.
 */
@NullMarked
package io.asyncsqlite.internal.option;

import org.jspecify.annotations.NullMarked;
