package io.asyncsqlite.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import io.asyncsqlite.benchmarks.client.PythonClient;
import io.asyncsqlite.benchmarks.client.Shell;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine and the versions, on which the figures depend. */
public final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";
    private static final int MIB = 1 << 20;

    private Machine() {}

    /**
     * Returns facts by names, in an order for people.
     *
     * @param directory where the databases are
     */
    public static Map<String, Object> describe(Path directory) throws IOException, SQLException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.putAll(Versions.all());
        addJvm(facts);
        addHardware(facts, directory);
        addSqlite(facts);
        return facts;
    }

    private static void addJvm(Map<String, Object> facts) {
        facts.put("jdk", property("java.version"));
        facts.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
        facts.put("jvmFlags", ManagementFactory.getRuntimeMXBean().getInputArguments());
        facts.put(
                "garbageCollector",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")));
        facts.put("maxHeapMiB", Runtime.getRuntime().maxMemory() / MIB);
    }

    private static void addHardware(Map<String, Object> facts, Path directory) throws IOException {
        facts.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("cpu", cpu(CPU_INFO));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put(
                "memoryMiB",
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB);
        facts.put("fileStore", Files.getFileStore(directory).type());
        facts.put("fsyncMicros", Fsync.medianMicros(directory));
    }

    private static void addSqlite(Map<String, Object> facts) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            facts.put("sqlite", text(statement, "SELECT sqlite_version()"));
            facts.put("sqliteCompileOptions", rows(statement, "PRAGMA compile_options"));
        }
        String shell = Shell.version();
        if (shell != null) {
            facts.put("sqliteOfTheShell", shell);
        }
        String python = PythonClient.versions();
        if (python != null) {
            facts.put("python", python);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.getString(1);
        }
    }

    private static int rows(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            int rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    /** Returns the model of the processor, or its architecture where the system has no such file or names no model. */
    static String cpu(Path info) throws IOException {
        if (!Files.isReadable(info)) {
            return property("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> property("os.arch"));
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
