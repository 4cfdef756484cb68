package io.asyncsqlite.engine;

import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JniEngineTests extends EngineContract {

    JniEngineTests() {
        super(Engine.jni());
    }
}
