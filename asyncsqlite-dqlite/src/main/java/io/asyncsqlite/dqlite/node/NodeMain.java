package io.asyncsqlite.dqlite.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A server of a dqlite cluster as a program. Arguments:
 *
 * <ul>
 *   <li>{@code --directory DIR}: where it keeps its data
 *   <li>{@code --address IP:PORT}: how the others reach it
 *   <li>{@code --first}, once, on one server; or {@code --join IP:PORT,IP:PORT}: members of the cluster
 *   <li>{@code --latency MILLISECONDS}, {@code --library FILE}: as in {@link NodeOptions}
 * </ul>
 *
 * <p>It prints {@code ready} with its address when it is a member. SIGTERM ends it, after another server leads.
 */
public final class NodeMain {

    private static final String USAGE =
            "Usage: NodeMain --directory DIR --address IP:PORT (--first | --join IP:PORT,IP:PORT) [--latency MS]"
                    + " [--library FILE]";

    private NodeMain() {}

    /**
     * Runs a server until the process is ended. Wrong arguments end it with status 2, a server that cannot start with 1.
     *
     * @param arguments as the description of the class says
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        NodeOptions options;
        try {
            options = options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
            return;
        }
        try {
            DqliteNode node = DqliteNode.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close, "dqlite-close"));
            System.out.println("ready " + node.address());
        } catch (NodeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    static NodeOptions options(String... arguments) {
        String directory = null;
        String address = null;
        String members = null;
        String latency = null;
        String library = null;
        boolean first = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--directory" -> directory = value(arguments, ++i);
                case "--address" -> address = value(arguments, ++i);
                case "--join" -> members = value(arguments, ++i);
                case "--latency" -> latency = value(arguments, ++i);
                case "--library" -> library = value(arguments, ++i);
                case "--first" -> first = true;
                default -> throw new IllegalArgumentException("There is no argument " + arguments[i]);
            }
        }
        if (first == (members != null)) {
            throw new IllegalArgumentException("A server begins a cluster with --first, or joins one with --join");
        }
        Path at = Path.of(required("--directory", directory));
        NodeOptions options = members == null
                ? NodeOptions.first(at, required("--address", address))
                : NodeOptions.joining(at, required("--address", address), members.split(",", -1));
        if (latency != null) {
            options = options.withNetworkLatency(milliseconds(latency));
        }
        return library == null ? options : options.withLibrary(library);
    }

    private static String value(String[] arguments, int at) {
        if (at == arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static Duration milliseconds(String text) {
        try {
            return Duration.ofMillis(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--latency " + text + " is not a number of milliseconds", e);
        }
    }
}
