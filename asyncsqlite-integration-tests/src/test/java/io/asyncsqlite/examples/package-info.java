/** The code of docs/r2dbc.md, which a test runs. */
@NullMarked
package io.asyncsqlite.examples;

import org.jspecify.annotations.NullMarked;
