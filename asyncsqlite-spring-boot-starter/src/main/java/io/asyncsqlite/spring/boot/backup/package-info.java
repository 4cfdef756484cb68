/** Backups of the databases in an application context, by a schedule. */
@NullMarked
package io.asyncsqlite.spring.boot.backup;

import org.jspecify.annotations.NullMarked;
