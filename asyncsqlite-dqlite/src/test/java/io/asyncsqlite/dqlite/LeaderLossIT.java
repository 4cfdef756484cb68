package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While programs write, the leader is killed or paused again and again. Nothing acknowledged is lost, nothing is there that was said not to be done,
 * nothing twice, and transactions are serializable. {@code -Ddqlite.kills=200 -Ddqlite.pauses=50} does more.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaderLossIT {

    private static final int KILLS = Integer.getInteger("dqlite.kills", 3);
    private static final int PAUSES = Integer.getInteger("dqlite.pauses", 2);

    @TempDir
    Path directory;

    @Test
    void killedAndPausedLeadersLoseNothing() throws Exception {
        try (DemoCluster cluster = DemoCluster.start(directory);
                ClusterTrial trial = new ClusterTrial(cluster)) {
            trial.start();
            for (int i = 0; i < KILLS; i++) {
                trial.kill();
            }
            for (int i = 0; i < PAUSES; i++) {
                trial.pause();
            }

            assertThat(trial.finish()).isEmpty();
            System.out.println(KILLS + " kills, " + PAUSES + " pauses: " + trial.figures());
        }
    }
}
