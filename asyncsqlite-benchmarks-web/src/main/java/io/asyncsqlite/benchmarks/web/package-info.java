/** The sample's redirect under load, and the same one as it is written without asyncsqlite. */
@NullMarked
package io.asyncsqlite.benchmarks.web;

import org.jspecify.annotations.NullMarked;
