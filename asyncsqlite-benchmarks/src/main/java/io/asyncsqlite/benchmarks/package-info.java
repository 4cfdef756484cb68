/** Benchmarks of asyncsqlite beside its peers: {@link io.asyncsqlite.benchmarks.Benchmarks} is the command. */
@NullMarked
package io.asyncsqlite.benchmarks;

import org.jspecify.annotations.NullMarked;
