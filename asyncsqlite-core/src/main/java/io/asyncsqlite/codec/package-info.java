/** How users teach this library further Java types. */
@NullMarked
package io.asyncsqlite.codec;

import org.jspecify.annotations.NullMarked;
