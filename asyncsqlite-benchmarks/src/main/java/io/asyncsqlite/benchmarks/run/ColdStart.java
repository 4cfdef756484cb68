package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import io.asyncsqlite.benchmarks.client.Session;
import io.asyncsqlite.benchmarks.client.Target;
import io.asyncsqlite.benchmarks.plan.Contender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A short program in a JVM of its own: opens a file that exists, asks, inserts, reads and closes. */
public final class ColdStart {

    private ColdStart() {}

    /**
     * Is the program.
     *
     * @param arguments the client, the engine and the file
     */
    public static void main(String[] arguments) throws Exception {
        Target target =
                new Target(Path.of(arguments[2]), EngineChoice.valueOf(arguments[1]), Durability.FULL, true, true, 1);
        try (Client client = Clients.valueOf(arguments[0]).open(target);
                Session session = client.session()) {
            client.pragma("journal_mode");
            session.insert(1, "a text");
            session.item(1);
        }
    }

    /** Runs it, with the flags that forks of JMH get, and waits for its end. */
    static void run(Contender contender, Path file) throws IOException, InterruptedException {
        EngineChoice engine = contender.engine();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Run.UNKNOWN_FLAGS,
                Run.NATIVE_ACCESS,
                Run.UNSAFE,
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                contender.client().name(),
                Objects.requireNonNullElse(engine, EngineChoice.AUTO).name(),
                file.toString()));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("The program ended with status " + status);
        }
    }
}
