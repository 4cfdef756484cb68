package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The machine and the versions, on which the figures depend. */
final class Machine {

    private Machine() {}

    static Map<String, Object> describe(Path directory) throws IOException, SQLException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("jvm", property("java.vm.name") + " " + property("java.runtime.version"));
        facts.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("fileStore", Disk.type(directory));
        facts.put("sqlite", sqliteVersion());
        facts.put("asyncsqlite", version("io.asyncsqlite", "asyncsqlite-core"));
        facts.put("sqlite-jdbc", version("org.xerial", "sqlite-jdbc"));
        facts.put("HikariCP", version("com.zaxxer", "HikariCP"));
        facts.put("spring-jdbc", JdbcClient.class.getPackage().getImplementationVersion());
        facts.put("r2dbc-h2", version("io.r2dbc", "r2dbc-h2"));
        facts.put("h2", version("com.h2database", "h2"));
        facts.put("jmh", version("org.openjdk.jmh", "jmh-core"));
        facts.put("gcc", CProgram.compiler());
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String sqliteVersion() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** Returns the version that Maven left in a jar. */
    private static String version(String groupId, String artifactId) throws IOException {
        String resource = "/META-INF/maven/" + groupId + "/" + artifactId + "/pom.properties";
        Properties properties = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }
}
