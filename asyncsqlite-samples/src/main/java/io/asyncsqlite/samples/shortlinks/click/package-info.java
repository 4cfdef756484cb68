/** Clicks, exported as they are read. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.click;

import org.jspecify.annotations.NullMarked;
