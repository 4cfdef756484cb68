/** Observations of operations, and what follows them from thread to thread. */
@NullMarked
package io.asyncsqlite.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
