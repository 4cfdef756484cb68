package io.asyncsqlite.faults;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Uses a database file without this library: runs each line that it reads as SQL, and prints the first value or {@code done}. */
final class OtherProgram {

    private OtherProgram() {}

    /** Takes the database file. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            String sql;
            while ((sql = lines.readLine()) != null) {
                System.out.println(run(statement, sql));
            }
        }
    }

    private static String run(Statement statement, String sql) throws Exception {
        if (!statement.execute(sql)) {
            return "done";
        }
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? rows.getString(1) : "done";
        }
    }
}
