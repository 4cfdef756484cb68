/** A WebFlux application with one endpoint and no database. */
@NullMarked
package io.asyncsqlite.benchmarks.webflux;

import org.jspecify.annotations.NullMarked;
