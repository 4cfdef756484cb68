/** A PostgreSQL server for tests. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.postgres;

import org.jspecify.annotations.NullMarked;
