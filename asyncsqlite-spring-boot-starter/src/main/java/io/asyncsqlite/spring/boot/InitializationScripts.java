package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.spring.boot.AsyncSqliteProperties.Init;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternUtils;

/** Runs the scripts of {@code asyncsqlite.init} on a database that was just opened. */
final class InitializationScripts {

    private static final String OPTIONAL = "optional:";
    private static final String TABLES =
            "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@'";

    private final ResourcePatternResolver resources;

    InitializationScripts(ResourceLoader resources) {
        this.resources = ResourcePatternUtils.getResourcePatternResolver(resources);
    }

    /**
     * Runs them, and waits.
     *
     * @param prefix prefix of the properties, for messages
     * @throws InitializationFailedException at the first that is missing or fails
     */
    void run(String prefix, Init init, AsyncSqlite database) {
        boolean any = !init.schemaLocations().isEmpty() || !init.dataLocations().isEmpty();
        if (any && isEnabled(init.mode(), database)) {
            init.schemaLocations().forEach(location -> run(prefix + ".init.schema-locations", location, database));
            init.dataLocations().forEach(location -> run(prefix + ".init.data-locations", location, database));
        }
    }

    private static boolean isEnabled(@Nullable InitializationMode mode, AsyncSqlite database) {
        return mode == null
                || mode == InitializationMode.ALWAYS
                || (mode == InitializationMode.EMPTY && isEmpty(database));
    }

    private static boolean isEmpty(AsyncSqlite database) {
        return database.query(TABLES).mapTo(Long.class).one().join() == 0;
    }

    private void run(String property, String location, AsyncSqlite database) {
        boolean optional = location.startsWith(OPTIONAL);
        String pattern = optional ? location.substring(OPTIONAL.length()) : location;
        List<Resource> scripts = find(property, pattern);
        if (scripts.isEmpty() && !optional) {
            throw new InitializationFailedException(property, "no script is at '" + pattern + "'", null);
        }
        scripts.forEach(script -> run(property, script, database));
    }

    private List<Resource> find(String property, String pattern) {
        try {
            return Arrays.stream(resources.getResources(pattern))
                    .filter(Resource::exists)
                    .sorted(Comparator.comparing(InitializationScripts::url))
                    .toList();
        } catch (IOException e) {
            throw new InitializationFailedException(property, "no script can be found at '" + pattern + "': " + e, e);
        }
    }

    private static String url(Resource resource) {
        try {
            return resource.getURL().toString();
        } catch (IOException e) {
            return resource.getDescription();
        }
    }

    private static void run(String property, Resource script, AsyncSqlite database) {
        try {
            database.executeScript(script.getContentAsString(StandardCharsets.UTF_8))
                    .join();
        } catch (IOException e) {
            throw new InitializationFailedException(property, script.getDescription() + " cannot be read: " + e, e);
        } catch (CompletionException e) {
            String reason = e.getCause() instanceof SqliteException failure
                    ? String.valueOf(failure.getMessage())
                    : e.toString();
            throw new InitializationFailedException(property, script.getDescription() + " failed: " + reason, e);
        }
    }
}
