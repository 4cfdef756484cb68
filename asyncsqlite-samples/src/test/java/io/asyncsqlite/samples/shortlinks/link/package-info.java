@NullMarked
package io.asyncsqlite.samples.shortlinks.link;

import org.jspecify.annotations.NullMarked;
