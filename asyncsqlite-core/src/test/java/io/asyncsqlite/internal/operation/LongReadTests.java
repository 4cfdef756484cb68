package io.asyncsqlite.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongReadTests {

    private final LongOperation<String> backup =
            new LongOperation<>(Runnable::run, OperationKind.BACKUP, "backup", Duration.ofHours(1)) {
                @Override
                public Object work(DatabaseConnection connection) {
                    return "";
                }
            };

    @Test
    void backupIsALongReadWhileItReadsOneState() {
        backup.accept(5, 1_000);
        assertThat(LongRead.lasting(backup)).isNull();

        assertThat(backup.start(7)).isTrue();
        assertThat(LongRead.lasting(backup)).isEqualTo(new LongRead(7, backup.description(), true));

        backup.readsOneState(false);
        assertThat(LongRead.lasting(backup)).isNull();

        backup.readsOneState(true);
        assertThat(LongRead.lasting(backup)).isNotNull();
    }
}
