/** Code that documents show. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.examples;

import org.jspecify.annotations.NullMarked;
