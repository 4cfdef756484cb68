package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.ClusterNode.Role;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The search finds a leader, and tells the servers of its cluster. A server of this class answers the two questions about the cluster. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaderSearchTests {

    /** Says that it leads, and that two others and one of an unknown kind are there. */
    private static final class OneServer implements AutoCloseable {

        private final ServerSocket socket;
        private final String address;

        OneServer(InetAddress host, String shown) throws IOException {
            socket = new ServerSocket(0, 8, host);
            address = shown + ":" + socket.getLocalPort();
            Thread thread = new Thread(this::serve, "one-server");
            thread.setDaemon(true);
            thread.start();
        }

        String address() {
            return address;
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    answer(client);
                } catch (IOException e) {
                    // The client has gone, or the test has ended.
                }
            }
        }

        private void answer(Socket client) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] header = new byte[Words.WORD];
            in.readFully(header);
            while (true) {
                in.readFully(header);
                in.readFully(new byte[Words.getInt(header, 0) * Words.WORD]);
                boolean leader = header[4] == Request.LEADER;
                (leader ? new Request(Answer.NODE).word(1).text(address) : servers()).writeTo(client.getOutputStream());
            }
        }

        private Request servers() {
            return new Request(Answer.NODES)
                    .word(4)
                    .word(1)
                    .text(address)
                    .word(0)
                    .word(2)
                    .text("10.0.0.2:9001")
                    .word(1)
                    .word(3)
                    .text("10.0.0.3:9001")
                    .word(2)
                    .word(4)
                    .text("10.0.0.4:9001")
                    .word(3);
        }

        void end() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            end();
        }
    }

    @Test
    void serversHaveTheirRoles() throws Exception {
        try (OneServer server = new OneServer(InetAddress.getByName("127.0.0.1"), "127.0.0.1")) {
            assertThat(new LeaderSearch(ClusterLocation.of(server.address())).nodes())
                    .containsExactly(
                            new ClusterNode(server.address(), Role.VOTER, true),
                            new ClusterNode("10.0.0.2:9001", Role.STANDBY, false),
                            new ClusterNode("10.0.0.3:9001", Role.SPARE, false),
                            new ClusterNode("10.0.0.4:9001", Role.UNKNOWN, false));
        }
    }

    @Test
    void changesOfTheLeaderAreCounted() throws Exception {
        InetAddress host = InetAddress.getByName("127.0.0.1");
        try (OneServer first = new OneServer(host, "127.0.0.1");
                OneServer next = new OneServer(host, "127.0.0.1")) {
            LeaderSearch search = new LeaderSearch(ClusterLocation.of(first.address(), next.address()));
            assertThat(search.knownNodes()).isZero();
            search.connect().close();
            search.connect().close();
            assertThat(search.leaderChanges()).isZero();
            assertThat(search.knownNodes()).isEqualTo(4);

            first.end();
            search.connect().close();
            search.connect().close();

            assertThat(search.leaderChanges()).isEqualTo(1);
        }
    }

    @Test
    void aLeaderWithAnIpv6AddressIsFound() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue(isThere(loopback), "this machine has no IPv6");
        try (OneServer server = new OneServer(loopback, "[::1]");
                ServerConnection leader = new LeaderSearch(ClusterLocation.of(server.address())).connect()) {
            assertThat(leader.node()).isEqualTo(ClusterLocation.address(server.address()));
        }
    }

    @Test
    void aHostThatIsUnknownIsCalledSo() {
        // Longer than a name may be: no server of names is asked.
        String host = "x".repeat(64) + ".invalid";

        assertThatThrownBy(() -> new LeaderSearch(ClusterLocation.of(host + ":9001")).nodes())
                .hasMessageContaining(": its host is unknown");
    }

    private static boolean isThere(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aClusterWithoutAServerSaysWhatWasAsked() {
        ClusterLocation nobody = ClusterLocation.of("127.0.0.1:" + DemoCluster.freePort());

        assertThatThrownBy(() -> new LeaderSearch(nobody).nodes())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no leader was found (127.0.0.1:");
        SqliteOptions options = SqliteOptions.cluster(nobody)
                .operationTimeout(Duration.ofMillis(100))
                .build();
        assertThatThrownBy(() -> AsyncSqlite.open(options))
                .isInstanceOfSatisfying(
                        DatabaseOpenException.class,
                        e -> assertThat(e.reason()).isEqualTo(DatabaseOpenException.Reason.NO_LEADER));
    }
}
