@NullMarked
package io.asyncsqlite.r2dbc;

import org.jspecify.annotations.NullMarked;
