package io.asyncsqlite.engine;

/** The engine that this run of the tests is about. */
public final class TestEngine {

    /** System property; {@code foreign} when the tests run on the jar and a JDK that have that engine. */
    public static final String PROPERTY = "asyncsqlite.test.engine";

    private TestEngine() {}

    public static boolean isForeign() {
        return "foreign".equals(System.getProperty(PROPERTY));
    }

    public static Engine get() {
        return isForeign() ? Engine.foreign() : Engine.jni();
    }
}
