/** Backups by hand, beside those of the schedule. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.backup;

import org.jspecify.annotations.NullMarked;
