package io.asyncsqlite.matrix;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a database holds after it was closed.
 *
 * @param keys keys of the table t
 * @param children rows of the table c, whose parents do not exist
 * @param blobs blobs of the table b, as text
 */
record Content(List<String> keys, List<String> children, List<String> blobs) {

    static Content of(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            return new Content(
                    values(statement, "SELECT k FROM t"),
                    values(statement, "SELECT p FROM c"),
                    values(statement, "SELECT v FROM b"));
        }
    }

    private static List<String> values(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(text(rows.getObject(1)));
            }
        }
        return values;
    }

    static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }
}
