/** Health of the databases in an application context. */
@NullMarked
package io.asyncsqlite.spring.boot.health;

import org.jspecify.annotations.NullMarked;
