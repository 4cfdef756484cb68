/** Many databases by key, such as one for each customer, of which some are open at a time. */
@NullMarked
package io.asyncsqlite.registry;

import org.jspecify.annotations.NullMarked;
