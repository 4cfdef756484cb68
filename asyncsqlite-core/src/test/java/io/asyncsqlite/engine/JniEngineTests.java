package io.asyncsqlite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JniEngineTests extends EngineContract {

    JniEngineTests() {
        super(Engine.jni());
    }

    @Test
    void whatItCannotDoIsRefusedAndWhatItCannotTellIsAbsent() throws EngineException {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> connection.onAuthorize(null),
                () -> connection.onTrace(null),
                () -> connection.openBlob("main", "t", "body", 1, false))) {
            assertThatThrownBy(call)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("needs the foreign engine: JDK 22 or newer");
        }
        assertThat(connection.counter(Counter.CACHE_HIT)).isEqualTo(-1);
        try (EngineStatement statement = connection.prepare("DELETE FROM t")) {
            assertThat(statement.isKnownToWrite()).isFalse();
        }
    }
}
