/** A command-line tool that imports an access log into SQLite and prints a report. */
@NullMarked
package io.asyncsqlite.samples.accesslog;

import org.jspecify.annotations.NullMarked;
