/** Simulated visitors, a bounded number for a bounded time. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.traffic;

import org.jspecify.annotations.NullMarked;
