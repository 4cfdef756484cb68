/** A link shortener that counts clicks: what a small web service with asyncsqlite looks like. This package starts it. */
@NullMarked
package io.asyncsqlite.samples.shortlinks;

import org.jspecify.annotations.NullMarked;
