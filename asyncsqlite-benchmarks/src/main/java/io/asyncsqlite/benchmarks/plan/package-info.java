/** What is measured, and against what. */
@NullMarked
package io.asyncsqlite.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
