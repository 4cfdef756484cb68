/** The page and what it loads, served from memory. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.page;

import org.jspecify.annotations.NullMarked;
