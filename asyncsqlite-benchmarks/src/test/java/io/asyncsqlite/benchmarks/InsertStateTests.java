package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsertStateTests {

    @TempDir
    private Path directory;

    @Test
    void anAcknowledgedInsertThatIsNotInTheFileFailsTheTrial() throws Exception {
        HandBatchedInserts inserts = new HandBatchedInserts();
        inserts.directory = directory.toString();
        inserts.setUp();

        inserts.next();
        inserts.acknowledge(1);

        assertThatIllegalStateException()
                .isThrownBy(inserts::tearDown)
                .withMessage("Acknowledged 65537 inserts, found 65536 rows");
    }

    @Test
    void aRivalThatIsNotDurableFailsTheTrial() throws SQLException {
        HandBatchedInserts inserts = new HandBatchedInserts() {
            @Override
            String pragma(String name) throws SQLException {
                return name.equals("synchronous") ? "1" : super.pragma(name);
            }
        };
        inserts.directory = directory.toString();

        assertThatIllegalStateException().isThrownBy(inserts::setUp).withMessage("PRAGMA synchronous must be 2, was 1");
        inserts.close();
    }
}
