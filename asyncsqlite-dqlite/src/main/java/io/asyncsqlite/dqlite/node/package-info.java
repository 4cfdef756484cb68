/**
 * Servers of a dqlite cluster, in this program or as programs of their own. A preview: it may change in any version.
 *
 * @see <a href="https://dqlite.io/docs">dqlite</a>
 */
@NullMarked
package io.asyncsqlite.dqlite.node;

import org.jspecify.annotations.NullMarked;
