/**
 * What Spring must know of SQLite: bind markers for {@code DatabaseClient} and a dialect for Spring Data R2DBC. Spring finds both by {@code
 * META-INF/spring.factories}; a program without Spring never loads a class of this package.
 */
@NullMarked
package io.asyncsqlite.r2dbc.spring;

import org.jspecify.annotations.NullMarked;
