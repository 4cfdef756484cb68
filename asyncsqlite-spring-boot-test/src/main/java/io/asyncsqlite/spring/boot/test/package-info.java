/** Tests with a fresh database for each. */
@NullMarked
package io.asyncsqlite.spring.boot.test;

import org.jspecify.annotations.NullMarked;
