package io.asyncsqlite.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Litestream replicates a database under load, and the replica has what was acknowledged. */
@Timeout(240)
class LitestreamIT {

    private static final int PER_SECOND = 1_000;

    @TempDir
    Path directory;

    private Litestream litestream;

    @BeforeEach
    void find() {
        Optional<Path> program = Litestream.find();
        assumeTrue(program.isPresent(), Litestream.MISSING);
        litestream = new Litestream(program.orElseThrow(), directory);
    }

    @Test
    void aKilledProgramLosesNothingAcknowledged() throws Exception {
        Trial.Result result = new Trial(litestream, true).run(PER_SECOND, 6, false);

        assertThat(result.restoreFailure()).isNull();
        assertThat(result.acknowledged()).isPositive();
        assertThat(result.sound()).as("%s", result).isTrue();
        // Of a transaction that was not acknowledged the replica may have what the file has not: it reads the log
        // itself.
        assertThat(result.restored()).isGreaterThanOrEqualTo(result.acknowledged());
    }

    @Test
    void aLostMachineLosesTheLastSecondsOnly() throws Exception {
        Trial.Result result = new Trial(litestream, true).run(PER_SECOND, 10, true);

        assertThat(result.restoreFailure()).isNull();
        assertThat(result.sound()).as("%s", result).isTrue();
        assertThat(result.restored()).isPositive();
        // Litestream looks each second, and writes a file each second.
        assertThat(result.lostMillis()).as("%s", result).isLessThan(6_000);
    }

    @Test
    void checkpointsCanBeLeftToLitestream() throws Exception {
        Trial.Result result = new Trial(litestream, false).run(PER_SECOND, 10, false);

        assertThat(result.restoreFailure()).isNull();
        assertThat(result.sound()).as("%s", result).isTrue();
        assertThat(result.restored()).isGreaterThanOrEqualTo(result.acknowledged());
        assertThat(result.logBytes()).as("%s", result).isPositive().isLessThan(128_000_000);
    }

    /** Prints the table of the decision record. Takes seconds, and rates; 0 is as many as go. */
    public static void main(String[] arguments) throws Exception {
        Path program = Litestream.find().orElseThrow(() -> new IllegalStateException(Litestream.MISSING));
        for (int i = 1; i < arguments.length; i++) {
            for (boolean own : new boolean[] {true, false}) {
                Path directory = Files.createTempDirectory("litestream");
                Trial trial = new Trial(new Litestream(program, directory), own);
                System.out.println(arguments[i] + "/s, own checkpoints " + own + ": "
                        + trial.run(Long.parseLong(arguments[i]), Integer.parseInt(arguments[0]), true));
            }
        }
    }
}
