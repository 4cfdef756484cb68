package io.asyncsqlite.spring.boot.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Keeps components out unless the annotation includes them. */
final class AsyncSqliteTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AsyncSqliteTest> {

    AsyncSqliteTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
