/** Ways to use a database: one class for each. */
@NullMarked
package io.asyncsqlite.benchmarks.client;

import org.jspecify.annotations.NullMarked;
