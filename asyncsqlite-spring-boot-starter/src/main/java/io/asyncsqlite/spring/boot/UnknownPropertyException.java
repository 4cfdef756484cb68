package io.asyncsqlite.spring.boot;

import java.util.Set;

/** A key below {@code asyncsqlite.databases} is no property of a database, and would be ignored. */
final class UnknownPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    UnknownPropertyException(String property, Set<String> known) {
        super("a database has no property of this name, only " + String.join(", ", known));
        this.property = property;
    }

    String property() {
        return property;
    }
}
