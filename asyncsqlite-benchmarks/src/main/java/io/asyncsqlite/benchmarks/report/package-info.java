/** Results as JSON, tables and pictures. */
@NullMarked
package io.asyncsqlite.benchmarks.report;

import org.jspecify.annotations.NullMarked;
