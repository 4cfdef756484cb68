package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.awaitility.Awaitility;

/**
 * Clients that click until the server does not answer any more. Half of them keep their connection, the others have a new one for each click.
 * Each click has an agent of its own, by which it is found in the file.
 */
public final class Load {

    private static final int CLIENTS = 8;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private final int port;
    private final String code;
    private final String name;
    private final AtomicLong clicks = new AtomicLong();
    private final Set<String> redirected = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, Load::daemon);
    private volatile boolean stopped;

    private Load(int port, String code, String name) {
        this.port = port;
        this.code = code;
        this.name = name;
    }

    private static Thread daemon(Runnable client) {
        Thread thread = new Thread(client, "client");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts clients; the name distinguishes their clicks from those of other loads on the same file. */
    public static Load on(int port, String code, String name) {
        Load load = new Load(port, code, name);
        for (int i = 0; i < CLIENTS; i++) {
            boolean keepsAlive = i % 2 == 0;
            load.clients.execute(() -> load.click(keepsAlive));
        }
        load.clients.shutdown();
        return load;
    }

    private void click(boolean keepsAlive) {
        while (!stopped) {
            try (Socket socket = RawClient.connect(port)) {
                do {
                    click(socket, keepsAlive);
                } while (keepsAlive && !stopped && !socket.isClosed());
            } catch (ConnectException e) {
                stopped = true;
            } catch (IOException e) {
                // It could not be closed, or never became a connection: no click was sent.
            }
        }
    }

    private void click(Socket socket, boolean keepsAlive) throws IOException {
        String agent = name + "-" + clicks.incrementAndGet();
        String answer;
        try {
            RawClient.send(
                    socket,
                    "GET /" + code + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + agent
                            + (keepsAlive ? "" : "\r\nConnection: close") + END_OF_HEADERS);
            answer = headers(socket.getInputStream());
        } catch (IOException e) {
            answer = "";
        }
        if (answer.startsWith("HTTP/1.1 302 ") && answer.endsWith(END_OF_HEADERS)) {
            redirected.add(agent);
        } else if (answer.isEmpty()) {
            unanswered.add(agent);
            socket.close();
        } else {
            others.add(agent + ": " + answer);
            socket.close();
        }
    }

    /** Reads what the server sends up to the end of its headers; a redirect has no body. Gives what there is if the connection ends before. */
    private static String headers(InputStream in) {
        StringBuilder headers = new StringBuilder();
        try {
            for (int next; headers.indexOf(END_OF_HEADERS) < 0 && (next = in.read()) >= 0; ) {
                headers.append((char) (next & 0xff));
            }
        } catch (IOException e) {
            // What came before tells how far the answer got.
        }
        return headers.toString();
    }

    /** Answers that are no redirect, or no whole one. */
    public Set<String> others() {
        return others;
    }

    public void awaitRedirected(LongPredicate wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> wanted.test(redirected.size()));
    }

    /** Waits until no client has a request under way. */
    public void end() throws InterruptedException {
        stopped = true;
        if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A client still waits for an answer");
        }
    }

    /** Checks that each click is stored once if its answer came, and at most once if none came. */
    public void assertNoneIsLostOrStoredTwice(Path file) throws SQLException {
        Map<String, Integer> stored = stored(file);
        assertNoneIsLostOrStoredTwice(stored);
        stored.keySet().removeAll(redirected);
        assertThat(unanswered).containsAll(stored.keySet());
    }

    /** Checks that each click is stored once if it was redirected, and at most once otherwise. */
    public void assertNoneIsLostOrStoredTwice(Map<String, Integer> stored) {
        assertThat(stored.values()).containsOnly(1);
        assertThat(stored.keySet()).containsAll(redirected);
    }

    /** Tells how many clicks were redirected. */
    public int redirected() {
        return redirected.size();
    }

    /** Checks that a click is stored, once, if and only if its answer came: the others may be sent again. */
    public void assertStoredAreThoseThatWereAnswered(Path file) throws SQLException {
        assertNoneIsLostOrStoredTwice(file);
        assertThat(unanswered).as("clicks without an answer").noneMatch(stored(file)::containsKey);
    }

    private Map<String, Integer> stored(Path file) throws SQLException {
        Map<String, Integer> stored = new HashMap<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet clicks = statement.executeQuery(
                        "SELECT agent, count(*) FROM click WHERE agent GLOB '" + name + "-*' GROUP BY agent")) {
            while (clicks.next()) {
                stored.put(clicks.getString(1), clicks.getInt(2));
            }
        }
        return stored;
    }
}
