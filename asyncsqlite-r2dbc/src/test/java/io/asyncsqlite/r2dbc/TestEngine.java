package io.asyncsqlite.r2dbc;

import io.asyncsqlite.EngineChoice;

/** The engine that this run of the tests is about. */
final class TestEngine {

    private static final String PROPERTY = "asyncsqlite.test.engine";

    private TestEngine() {}

    static EngineChoice choice() {
        return "foreign".equals(System.getProperty(PROPERTY)) ? EngineChoice.FOREIGN : EngineChoice.JNI;
    }
}
