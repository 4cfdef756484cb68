package io.asyncsqlite.samples.shortlinks.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.samples.shortlinks.Load;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The sample in a container, on a cluster: another place and the same program. */
@EnabledForJreRange(
        min = JRE.JAVA_22,
        disabledReason = "The container has a JDK of its own: it is tried once, beside a JDK of 22 or newer")
@Timeout(300)
class ClusterIT {

    private static final int SIGKILL = 137;

    private static Future<String> image;

    @TempDir
    Path directory;

    @BeforeAll
    static void build() {
        Engine.assumed();
        DqliteServers.assumed();
        assumeTrue(
                Engine.hasHostNetwork(),
                "The servers listen on loopback, which containers share with SAMPLE_NETWORK=host");
        image = Engine.image();
    }

    @Test
    void lossesOfTheLeaderAndOfTheContainerLoseNoAcknowledgedClick() throws Exception {
        try (DqliteServers servers = DqliteServers.start(directory)) {
            String code;
            Load clicks;
            try (Shortlinks first = started(servers)) {
                code = first.shorten();
                clicks = Load.on(first.port(), code, "click");
                clicks.awaitRedirected(count -> count > 300);
                servers.killLeader();
                int before = clicks.redirected();
                clicks.awaitRedirected(count -> count > before + 300);
                assertThat(first.end("KILL")).isEqualTo(SIGKILL);
                clicks.end();
            }
            Map<String, Integer> stored = stored(servers);
            clicks.assertNoneIsLostOrStoredTwice(stored);
            try (Shortlinks second = started(servers)) {
                assertThat(second.clicks(code)).isEqualTo(stored.size());
                assertThat(second.get("/" + code).statusCode()).isEqualTo(302);
                assertThat(second.clicks(code)).isEqualTo(stored.size() + 1);
            }
        }
    }

    private static Shortlinks started(DqliteServers servers) {
        Shortlinks container = new Shortlinks(image).onCluster(servers);
        container.start();
        return container;
    }

    private static Map<String, Integer> stored(DqliteServers servers) throws Exception {
        try (AsyncSqlite db = servers.open()) {
            return db
                    .query("SELECT agent, count(*) AS times FROM click GROUP BY agent")
                    .list()
                    .get(60, TimeUnit.SECONDS)
                    .stream()
                    .collect(Collectors.toMap(row -> row.getString("agent"), row -> (int) row.getLong("times")));
        }
    }
}
