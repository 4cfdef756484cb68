package io.asyncsqlite.spring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Takes the properties of the annotation. */
final class AsyncSqliteTestContextBootstrapper extends TestSliceTestContextBootstrapper<AsyncSqliteTest> {}
