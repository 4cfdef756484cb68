/** Histories: what clients of a database were told, and what that allows the database to hold. They know nothing of clusters. */
package io.asyncsqlite.dqlite.history;
