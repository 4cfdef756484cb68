@NullMarked
package io.asyncsqlite.samples.shortlinks.browser;

import org.jspecify.annotations.NullMarked;
