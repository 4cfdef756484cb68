/** What programs do with Spring Data R2DBC and DatabaseClient, tried on this driver and on that of H2. */
@NullMarked
package io.asyncsqlite.integration.features;

import org.jspecify.annotations.NullMarked;
