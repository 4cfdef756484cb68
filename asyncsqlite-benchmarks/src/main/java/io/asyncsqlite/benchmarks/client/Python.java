package io.asyncsqlite.benchmarks.client;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter of this machine that can import the modules of a rival.
 *
 * @param command the program
 * @param versions those of the modules, of Python and of the SQLite of its {@code sqlite3}
 */
record Python(String command, String versions) {

    private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");

    private static final String PRINT_VERSIONS = """
            import platform, sqlite3, aiosqlite
            versions = [f"aiosqlite {aiosqlite.__version__}"]
            %s
            print(*versions, f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", sep=", ")
            """;
    // The asyncio part of SQLAlchemy needs greenlet, but only imports it when it runs.
    private static final String ADD_SQLALCHEMY = """
            import greenlet, sqlalchemy.ext.asyncio
            versions += [f"SQLAlchemy {sqlalchemy.__version__}"]""";

    private static final @Nullable Python WITH_SQLALCHEMY = find(PRINT_VERSIONS.formatted(ADD_SQLALCHEMY));
    private static final @Nullable Python WITH_AIOSQLITE =
            WITH_SQLALCHEMY != null ? WITH_SQLALCHEMY : find(PRINT_VERSIONS.formatted(""));

    /** Returns the interpreter for a module, or null if there is none. One that has all modules comes first. */
    static @Nullable Python with(String module) {
        return switch (module) {
            case "aiosqlite" -> WITH_AIOSQLITE;
            case "sqlalchemy" -> WITH_SQLALCHEMY;
            default -> throw new IllegalArgumentException("No rival is the module " + module);
        };
    }

    private static @Nullable Python find(String script) {
        return COMMANDS.stream()
                .map(command -> ofVersions(command, script))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Python ofVersions(String command, String script) {
        try {
            Process process = new ProcessBuilder(command, "-c", script)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String versions = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? new Python(command, versions.strip()) : null;
        } catch (IOException e) {
            // There is no such program.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
