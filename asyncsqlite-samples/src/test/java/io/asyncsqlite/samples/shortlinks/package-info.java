@NullMarked
package io.asyncsqlite.samples.shortlinks;

import org.jspecify.annotations.NullMarked;
