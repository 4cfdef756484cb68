package io.asyncsqlite.samples.shortlinks.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import io.asyncsqlite.samples.shortlinks.RunningApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The sample in a container: no root, nothing to write to but one volume, no programs in /tmp, 256 MB. */
final class Shortlinks extends GenericContainer<Shortlinks> {

    private static final int PORT = 8080;
    private static final long MEMORY = 256L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final int hostPort = Engine.hasHostNetwork() ? freePort() : 0;

    Shortlinks(Future<String> image) {
        super(image);
        withEnv("SHORTLINKS_NEWLINKSPERMINUTE", "1000");
        withCreateContainerCmdModifier(Shortlinks::confine);
        withStartupTimeout(PATIENCE);
        if (Engine.hasHostNetwork()) {
            withNetworkMode("host");
            withEnv("SERVER_PORT", String.valueOf(hostPort));
            withEnv("SERVER_ADDRESS", "127.0.0.1");
            waitingFor(Wait.forLogMessage(".*in a browser.*", 1));
        } else {
            withExposedPorts(PORT);
            waitingFor(Wait.forHttp("/actuator/health/readiness"));
        }
    }

    private static void confine(CreateContainerCmd create) {
        HostConfig host = Objects.requireNonNull(create.getHostConfig());
        host.withReadonlyRootfs(true).withMemory(MEMORY).withMemorySwap(MEMORY).withNanoCPUs(1_000_000_000L);
        Map<String, String> mounts = new HashMap<>(Map.of("/tmp", "rw,noexec,nosuid,size=16m"));
        if (host.getTmpFs() != null) {
            mounts.putAll(host.getTmpFs());
        }
        host.withTmpFs(mounts);
    }

    /** Opens the file through an engine. */
    Shortlinks through(String engine) {
        return withEnv("ASYNCSQLITE_ENGINE", engine);
    }

    /** Keeps the data in a volume of that name, which outlives the container. */
    Shortlinks onVolume(String name) {
        return withCreateContainerCmdModifier(
                create -> Objects.requireNonNull(create.getHostConfig()).withBinds(Bind.parse(name + ":/data")));
    }

    /** Keeps the data on a disk of that size. */
    Shortlinks onDiskOf(int megabytes) {
        return withTmpFs(Map.of("/data", "rw,uid=10001,mode=0700,size=" + megabytes + "m"));
    }

    /** Keeps the data in a cluster on this machine. */
    Shortlinks onCluster(DqliteServers servers) {
        return withEnv("SPRING_PROFILES_ACTIVE", "cluster").withEnv("ASYNCSQLITE_DQLITE_NODES", servers.addresses());
    }

    URI uri(String path) {
        return URI.create("http://" + getHost() + ":" + port() + path);
    }

    int port() {
        return Engine.hasHostNetwork() ? hostPort : getMappedPort(PORT);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return RunningApplication.HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    String shorten() throws IOException, InterruptedException {
        HttpResponse<String> created = RunningApplication.HTTP.send(
                HttpRequest.newBuilder(uri("/api/links"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\": \"https://example.org/\"}"))
                        .build(),
                BodyHandlers.ofString());
        return RunningApplication.json(created).get("code").stringValue();
    }

    long clicks(String code) throws IOException, InterruptedException {
        return RunningApplication.json(get("/api/links/" + code + "/stats"))
                .get("clicks")
                .longValue();
    }

    /** Sends a signal and waits for the end; gives the status. */
    int end(String signal) {
        getDockerClient().killContainerCmd(getContainerId()).withSignal(signal).exec();
        return Objects.requireNonNull(getDockerClient()
                .waitContainerCmd(getContainerId())
                .start()
                .awaitStatusCode(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    InspectContainerResponse.ContainerState state() {
        return getDockerClient().inspectContainerCmd(getContainerId()).exec().getState();
    }

    /** Copies a file out of the container, which may have ended; fails if there is none. */
    void copy(String from, Path to) {
        copyFileFromContainer(from, to.toString());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
