/** Micrometer meters of the databases in an application context. */
@NullMarked
package io.asyncsqlite.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
