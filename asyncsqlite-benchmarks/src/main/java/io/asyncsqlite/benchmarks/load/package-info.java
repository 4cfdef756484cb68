/** Ways to put work on a client. */
@NullMarked
package io.asyncsqlite.benchmarks.load;

import org.jspecify.annotations.NullMarked;
