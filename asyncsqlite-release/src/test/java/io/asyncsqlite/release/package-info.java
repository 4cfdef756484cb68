/** Checks of what a release publishes, after the build of it. */
@NullMarked
package io.asyncsqlite.release;

import org.jspecify.annotations.NullMarked;
