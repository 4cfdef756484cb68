package io.asyncsqlite;

import java.util.List;

/** Finds the threads of a database. */
final class Threads {

    private Threads() {}

    static List<Thread> of(String database) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-")
                        && thread.getName().endsWith("-" + database))
                .toList();
    }
}
