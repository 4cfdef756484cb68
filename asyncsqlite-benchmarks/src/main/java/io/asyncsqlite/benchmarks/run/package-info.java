/** Trials, rounds and what they cost. */
@NullMarked
package io.asyncsqlite.benchmarks.run;

import org.jspecify.annotations.NullMarked;
