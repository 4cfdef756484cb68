package io.asyncsqlite.samples.shortlinks.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of its own on loopback, with its data in a temporary directory, which both end with it. */
public final class PostgresServer implements AutoCloseable {

    /** What the reason of a skipped test says. */
    public static final String MISSING = "PostgreSQL is not installed: apt-get install postgresql";

    /** The user of the database, without a password. */
    public static final String USER = "app";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /** PostgreSQL refuses to run as root; this user comes with Debian's package. */
    private static final String SERVER_USER = "postgres";

    private final Path directory;
    private final int port;
    private final Process process;

    private PostgresServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Returns the directory of the newest server's programs, if there is one that can be started here. */
    public static Optional<Path> find() throws IOException {
        if (isRoot() && !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            return Optional.empty();
        }
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.isExecutable(programs.resolve("postgres")))
                    .max(Comparator.comparingInt(programs ->
                            Integer.parseInt(programs.getParent().getFileName().toString())));
        }
    }

    /** Makes an empty cluster and starts its server, which may need a moment until it answers. */
    public static PostgresServer start(Path programs) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("postgres");
        if (isRoot()) {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SERVER_USER));
        }
        Path data = directory.resolve("data");
        Process made = run(
                directory,
                programs.resolve("initdb"),
                "-D",
                data,
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly();
            throw new IOException("initdb failed: " + Files.readString(directory.resolve("initdb.log")));
        }
        int port = freePort();
        Process server = run(
                directory,
                programs.resolve("postgres"),
                "-D",
                data,
                "-p",
                port,
                "-k",
                directory,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off");
        return new PostgresServer(directory, port, server);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Process run(Path directory, Path program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("/usr/bin/setpriv", "--reuid=" + SERVER_USER, "--regid=" + SERVER_USER, "--clear-groups"));
        }
        command.add(program.toString());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        directory.resolve(program.getFileName() + ".log").toFile())
                .start();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        delete(directory);
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(file)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.delete(file);
    }
}
