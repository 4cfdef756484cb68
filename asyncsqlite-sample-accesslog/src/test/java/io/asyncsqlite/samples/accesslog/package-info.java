@NullMarked
package io.asyncsqlite.samples.accesslog;

import org.jspecify.annotations.NullMarked;
