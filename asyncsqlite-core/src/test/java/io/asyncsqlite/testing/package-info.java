/** What tests share. */
package io.asyncsqlite.testing;
