/** A Spring Boot application, jOOQ, pools and proxies on the R2DBC driver. */
@NullMarked
package io.asyncsqlite.integration;

import org.jspecify.annotations.NullMarked;
