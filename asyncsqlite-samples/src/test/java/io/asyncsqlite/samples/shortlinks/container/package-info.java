@NullMarked
package io.asyncsqlite.samples.shortlinks.container;

import org.jspecify.annotations.NullMarked;
