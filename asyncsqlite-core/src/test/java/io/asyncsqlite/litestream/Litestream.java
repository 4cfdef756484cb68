package io.asyncsqlite.litestream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program of the environment variable LITESTREAM, or of the PATH, with a replica in a directory. */
record Litestream(Path program, Path directory) {

    static final String MISSING =
            "litestream is not installed: npm install @flydotio/litestream, and set LITESTREAM to its binary";

    static Optional<Path> find() {
        String named = System.getenv("LITESTREAM");
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, "litestream"));
        return places.filter(Files::isExecutable).findFirst();
    }

    Path database() {
        return directory.resolve("app.db");
    }

    /** Begins to replicate; the process ends when it is stopped. */
    Process replicate() throws IOException {
        Path config = directory.resolve("litestream.yml");
        Files.writeString(config, """
            dbs:
              - path: %s
                replicas:
                  - type: file
                    path: %s
            """.formatted(database(), directory.resolve("replica")));
        return start("replicate", "-config", config);
    }

    /** Restores the replica, and returns what was printed if that failed, or null. */
    String restore(Path target) throws IOException, InterruptedException {
        Process restoring = start("restore", "-o", target, "file://" + directory.resolve("replica"));
        boolean ended = restoring.waitFor(120, TimeUnit.SECONDS);
        restoring.destroyForcibly();
        return ended && restoring.exitValue() == 0 ? null : Files.readString(directory.resolve("restore.log"));
    }

    private Process start(String command, Object... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString(), command));
        Stream.of(arguments).map(String::valueOf).forEach(line::add);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(command + ".log").toFile())
                .start();
    }
}
