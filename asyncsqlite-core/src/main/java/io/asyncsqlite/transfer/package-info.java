/** Imports and exports CSV and lines of JSON. Uses the API only. */
@NullMarked
package io.asyncsqlite.transfer;

import org.jspecify.annotations.NullMarked;
