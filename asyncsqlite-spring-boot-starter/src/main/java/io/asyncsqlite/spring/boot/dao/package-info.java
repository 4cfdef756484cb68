/** Spring's data access exceptions in place of the library's own. */
@NullMarked
package io.asyncsqlite.spring.boot.dao;

import org.jspecify.annotations.NullMarked;
