package io.asyncsqlite.integration.features;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that programs do with a database.
 *
 * @param group the heading
 * @param name a line of the table
 * @param limit why SQLite or this library cannot, or null if they can
 * @param body does it and fails if it does not work; the database is empty
 */
record Feature(String group, String name, @Nullable String limit, Body body) {

    /** What a program does. */
    interface Body {

        void run(Fixture fixture) throws Exception;
    }

    static Feature of(String group, String name, Body body) {
        return new Feature(group, name, null, body);
    }

    static List<Feature> all() {
        return Stream.of(
                        RepositoryFeatures.features(),
                        WritingFeatures.features(),
                        TypeFeatures.features(),
                        UntypedFeatures.features(),
                        TransactionFeatures.features(),
                        FailureFeatures.features())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
