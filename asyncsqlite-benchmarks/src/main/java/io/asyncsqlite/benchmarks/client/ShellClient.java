package io.asyncsqlite.benchmarks.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Imports by the shell of SQLite, which runs {@code .import} as one transaction. */
final class ShellClient implements Client {

    private static final List<String> PRAGMAS =
            List.of("synchronous", "foreign_keys", "cache_size", "journal_size_limit");

    private final Target target;

    ShellClient(Target target) {
        this.target = target;
    }

    @Override
    public String pragma(String name) throws IOException, InterruptedException {
        return run("PRAGMA " + name);
    }

    @Override
    public long importItems(ItemSource source) throws IOException, InterruptedException {
        return Long.parseLong(run(".import --csv --skip 1 \"" + source.csv() + "\" item", "SELECT count(*) FROM item"));
    }

    /** Runs commands with the settings of all clients, and returns the last line that they print. */
    private String run(String... commands) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        Properties settings = Pragmas.properties(target, Pragmas.Role.WRITER);
        PRAGMAS.stream()
                .filter(settings::containsKey)
                .map(name -> "PRAGMA " + name + "=" + settings.getProperty(name))
                .forEach(all::add);
        if (!target.checkpoints()) {
            all.add("PRAGMA wal_autocheckpoint=0");
        }
        all.addAll(List.of(commands));
        String output = Shell.run(target.file(), all);
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() {
        // Intentionally nothing: each run closes the file.
    }
}
