package io.asyncsqlite.spring.boot.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Refreshes databases before each method, ahead of listeners that fill them. */
final class FreshDatabasesListener extends AbstractTestExecutionListener {

    private static final int AHEAD_OF_SQL_SCRIPTS = 4_900;

    @Override
    public int getOrder() {
        return AHEAD_OF_SQL_SCRIPTS;
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        testContext
                .getApplicationContext()
                .getBeanProvider(TestDatabases.class)
                .ifAvailable(databases -> databases.refresh(testContext.getApplicationContext()));
    }
}
