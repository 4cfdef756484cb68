/** Auto-configuration of an {@link io.asyncsqlite.AsyncSqlite} from {@code asyncsqlite.*} properties. */
@NullMarked
package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.NullMarked;
