/**
 * Databases in a dqlite cluster, for {@code SqliteOptions.cluster}. A preview: it may change in any version.
 *
 * @see <a href="https://dqlite.io/docs/protocol">dqlite's wire protocol</a>
 */
@NullMarked
package io.asyncsqlite.dqlite;

import org.jspecify.annotations.NullMarked;
