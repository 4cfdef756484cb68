package io.asyncsqlite.schema;

/**
 * A trigger of a table or view.
 *
 * @param name its name
 * @param sql the text that made it
 */
public record Trigger(String name, String sql) {}
