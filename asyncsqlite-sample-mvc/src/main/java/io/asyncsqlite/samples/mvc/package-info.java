/** The redirect of the shortlinks sample, written for virtual threads: code that waits, with group commit all the same. */
@NullMarked
package io.asyncsqlite.samples.mvc;

import org.jspecify.annotations.NullMarked;
