@NullMarked
package io.asyncsqlite.samples.mvc;

import org.jspecify.annotations.NullMarked;
