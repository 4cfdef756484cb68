package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A row of an integer, a text of 20 characters, a real and a text of 60.
 *
 * @param id from 1 on
 */
public record Item(long id, String name, double price, String note) {

    /** Rows of a large table. */
    public static final int MILLION = 1_000_000;

    static final String TABLE =
            "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, note TEXT NOT NULL)";
    static final String INSERT = "INSERT INTO item(id, name, price, note) VALUES (?, ?, ?, ?)";
    static final String SELECT = "SELECT id, name, price, note FROM item";
    static final String SELECT_ONE = SELECT + " WHERE id = ?";

    private static final String[] NAMES = texts("item, number %07d");
    private static final String[] NOTES = texts("a note as people leave them, of sixty characters, no %07d");

    private static String[] texts(String format) {
        return IntStream.range(0, 1024).mapToObj(format::formatted).toArray(String[]::new);
    }

    public static Item of(long id) {
        int text = (int) ((id - 1) % NAMES.length);
        return new Item(id, NAMES[text], id + 0.5, NOTES[text]);
    }

    static Item read(Row row) {
        return new Item(
                row.getLong(0),
                Objects.requireNonNull(row.getString(1)),
                row.getDouble(2),
                Objects.requireNonNull(row.getString(3)));
    }

    static Item read(ResultSet row) throws SQLException {
        return new Item(row.getLong(1), row.getString(2), row.getDouble(3), row.getString(4));
    }

    static Item readObjects(ResultSet row) throws SQLException {
        return new Item(
                ((Number) row.getObject(1)).longValue(), (String) row.getObject(2), (double) row.getObject(3), (String)
                        row.getObject(4));
    }

    public static List<Item> list(int rows) {
        return LongStream.rangeClosed(1, rows).mapToObj(Item::of).toList();
    }

    /** Returns a number that depends on every value: the sum over all rows proves that they were read. */
    public long sum() {
        return id + name.length() + (long) price + note.length();
    }

    /** Returns the sum of the sums of the first rows. */
    public static long sum(int rows) {
        return rows * (rows + 1L) + rows * 80L;
    }

    void bind(PreparedStatement insert) throws SQLException {
        insert.setLong(1, id);
        insert.setString(2, name);
        insert.setDouble(3, price);
        insert.setString(4, note);
    }

    /** Inserts the first rows in the open transaction. */
    static void insert(Connection connection, int rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int id = 1; id <= rows; id++) {
                of(id).bind(insert);
                insert.executeUpdate();
            }
        }
    }
}
