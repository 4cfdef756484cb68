package io.asyncsqlite.dqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Cuts the leader off so many times, while programs write. Runs in namespaces of its own, and ends with the process that reads its output. */
final class PartitionProgram {

    private PartitionProgram() {}

    public static void main(String[] arguments) {
        endWithParent();
        int status = 1;
        try {
            List<String> wrong = run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
            wrong.forEach(System.out::println);
            status = wrong.isEmpty() ? 0 : 1;
        } catch (Throwable e) {
            e.printStackTrace(System.out);
        }
        System.out.flush();
        // Whatever still runs ends with this process.
        Runtime.getRuntime().halt(status);
    }

    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is sent.
                }
            } catch (IOException e) {
                // As at the end.
            }
            Runtime.getRuntime().halt(2);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static List<String> run(Path directory, int partitions) throws Exception {
        try (Namespaces network = Namespaces.create(DemoCluster.NODES);
                DemoCluster cluster = DemoCluster.start(directory, network);
                ClusterTrial trial = new ClusterTrial(cluster)) {
            trial.start();
            for (int i = 0; i < partitions; i++) {
                if (i % 2 == 0) {
                    trial.loseLeader("cut off", network::cut, network::mend);
                } else {
                    trial.loseLeader("cut off from servers", network::cutFromServers, network::mendToServers);
                }
            }
            List<String> wrong = trial.finish();
            System.out.println(partitions + " partitions: " + trial.figures());
            return wrong;
        }
    }
}
