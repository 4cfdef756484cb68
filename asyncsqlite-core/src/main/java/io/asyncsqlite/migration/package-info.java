/** Brings the tables of a file to the state that a program needs. Uses the API and {@code schema} only. */
@NullMarked
package io.asyncsqlite.migration;

import org.jspecify.annotations.NullMarked;
