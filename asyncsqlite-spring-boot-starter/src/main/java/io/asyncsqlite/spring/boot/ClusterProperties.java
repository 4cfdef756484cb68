package io.asyncsqlite.spring.boot;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.spring.boot.AsyncSqliteProperties.Dqlite;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/** Turns the properties of a cluster into its location. A wrong value gives one of Spring Boot's exceptions, which name its place. */
final class ClusterProperties {

    private static final String NODES = "dqlite.nodes";
    private static final String DATABASE = "dqlite.database";
    private static final String CONNECT_TIMEOUT = "dqlite.connect-timeout";
    private static final String ANSWER_TIMEOUT = "dqlite.answer-timeout";

    private final String prefix;
    private final AsyncSqliteProperties properties;
    private final Dqlite cluster;

    ClusterProperties(String prefix, AsyncSqliteProperties properties) {
        this.prefix = prefix;
        this.properties = properties;
        this.cluster = properties.dqlite();
    }

    /** Returns where the database is in a cluster, or null if the properties name no server. */
    @Nullable
    ClusterLocation location() {
        if (cluster.nodes().isEmpty()) {
            refuseWithoutNodes(DATABASE, cluster.database());
            refuseWithoutNodes(CONNECT_TIMEOUT, cluster.connectTimeout());
            refuseWithoutNodes(ANSWER_TIMEOUT, cluster.answerTimeout());
            return null;
        }
        refuseBeside("path", properties.path() != null);
        refuseBeside("in-memory", properties.inMemory());
        ClusterLocation location = nodes();
        location = with(location, DATABASE, cluster.database(), ClusterLocation::withDatabase);
        location = with(location, CONNECT_TIMEOUT, cluster.connectTimeout(), ClusterLocation::withConnectTimeout);
        return with(location, ANSWER_TIMEOUT, cluster.answerTimeout(), ClusterLocation::withAnswerTimeout);
    }

    private ClusterLocation nodes() {
        List<String> nodes = cluster.nodes();
        if (nodes.stream().anyMatch(node -> node.contains("@"))) {
            // Not shown: what stands there may be a password.
            throw invalid(NODES, "***", "it must not contain '@', because dqlite has no users");
        }
        try {
            return ClusterLocation.of(nodes.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw invalid(NODES, String.join(",", nodes), e.getMessage());
        }
    }

    private <T> ClusterLocation with(
            ClusterLocation location,
            String key,
            @Nullable T value,
            BiFunction<ClusterLocation, T, ClusterLocation> setter) {
        if (value == null) {
            return location;
        }
        try {
            return setter.apply(location, value);
        } catch (IllegalArgumentException e) {
            throw invalid(key, value, e.getMessage());
        }
    }

    private void refuseWithoutNodes(String key, @Nullable Object value) {
        if (value != null) {
            throw invalid(
                    NODES, null, "it must name the servers of the cluster that " + prefix + "." + key + " is about");
        }
    }

    private void refuseBeside(String key, boolean set) {
        if (set) {
            Set<String> both = Set.of(prefix + "." + key, prefix + "." + NODES);
            throw new MutuallyExclusiveConfigurationPropertiesException(both, both);
        }
    }

    private InvalidConfigurationPropertyValueException invalid(
            String key, @Nullable Object value, @Nullable String reason) {
        // Intentionally without the cause: Spring Boot 4.0 takes none.
        return new InvalidConfigurationPropertyValueException(prefix + "." + key, value, String.valueOf(reason));
    }
}
