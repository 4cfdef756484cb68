package io.asyncsqlite.dqlite;

import java.util.List;

/** Where the servers of a cluster listen. */
interface Network extends AutoCloseable {

    /** Every server on the loopback interface of this machine. */
    Network LOOPBACK = new Network() {
        @Override
        public String host(int node) {
            return "127.0.0.1";
        }

        @Override
        public List<String> command(int node, List<String> command) {
            return command;
        }

        @Override
        public void close() {}
    };

    String host(int node);

    /** Returns what runs a command where a server belongs. */
    List<String> command(int node, List<String> command);

    @Override
    void close();
}
