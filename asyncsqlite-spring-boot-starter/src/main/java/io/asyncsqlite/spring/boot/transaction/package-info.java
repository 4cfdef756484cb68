/**
 * Spring's transactions on databases of this library: transaction managers, and the database for code inside of their transactions.
 *
 * <p>Knows nothing of Spring Boot.
 */
@NullMarked
package io.asyncsqlite.spring.boot.transaction;

import org.jspecify.annotations.NullMarked;
