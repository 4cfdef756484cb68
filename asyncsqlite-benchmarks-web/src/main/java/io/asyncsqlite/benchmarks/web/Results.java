package io.asyncsqlite.benchmarks.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, with every score of every round, as a file that the other benchmarks publish. One thread uses it. */
final class Results {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final String measure;
    private final List<Entry> contenders = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    Results(String plan, String title, String unit, String measure, Path directory) throws IOException {
        this.measure = measure;
        facts.put("plan", plan);
        facts.put("title", title);
        facts.put("unit", unit);
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("machine", machine(directory));
        facts.put("absent", Map.of());
        facts.put("contenders", contenders);
        facts.put("pairs", pairs);
    }

    /**
     * Adds two contenders that are measured back to back.
     *
     * @param group what they have in common
     * @param bar the least ratio that is wanted; null if there is none
     */
    Pair pair(String group, String ours, String theirs, @Nullable Double bar) {
        contenders.add(new Entry(ours + ", " + group, ours, group, "FULL", true));
        contenders.add(new Entry(theirs + ", " + group, theirs, group, "FULL", false));
        Pair pair = new Pair(ours + ", " + group, theirs + ", " + group, measure, bar, new ArrayList<>());
        pairs.add(pair);
        return pair;
    }

    /** Writes what there is so far, in place of what the file holds. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(facts) + "\n");
    }

    private static Map<String, Object> machine(Path directory) throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("commit", commit());
        machine.put("jdk", System.getProperty("java.version"));
        machine.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("cpu", cpu());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("fileStore", Files.getFileStore(directory).type());
        machine.put("sqlite", sqlite());
        return machine;
    }

    private static String cpu() throws IOException {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        }
    }

    private static String sqlite() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT sqlite_version()")) {
            return version.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the commit of the checkout in the current directory. */
    private static String commit() throws IOException {
        Process git =
                new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*").start();
        String commit = git.inputReader().readLine();
        return commit == null ? "unknown" : commit;
    }

    /** A contender, with the names that the other benchmarks give its parts. */
    record Entry(String id, String label, String group, String durability, boolean ours) {}

    /** Two contenders with their scores. */
    record Pair(
            String ours,
            String theirs,
            String measure,
            @Nullable Double bar,
            List<Round> rounds) {

        void add(Score our, Score their) {
            rounds.add(new Round(rounds.size() + 1, our, their));
        }
    }

    /** Two scores that were measured back to back. */
    record Round(int round, Score ours, Score theirs) {}
}
