/** Links: made, followed, listed, searched, changed and deleted. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.link;

import org.jspecify.annotations.NullMarked;
