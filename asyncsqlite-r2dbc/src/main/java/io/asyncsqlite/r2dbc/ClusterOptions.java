package io.asyncsqlite.r2dbc;

import static io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider.*;
import static io.r2dbc.spi.ConnectionFactoryOptions.DATABASE;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.SSL;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.asyncsqlite.ClusterLocation;
import io.r2dbc.spi.Option;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Where a database in a cluster is, of the options of protocol {@code dqlite}. */
final class ClusterOptions {

    /** The options that only a database in a cluster has. */
    static final List<Option<?>> OPTIONS = List.of(NODE_CONNECT_TIMEOUT, NODE_ANSWER_TIMEOUT, SOCKET_FACTORY);

    private static final List<Option<?>> OPTIONS_OF_OTHERS = List.of(
            ENGINE,
            JOURNAL_MODE,
            SYNCHRONOUS,
            READ_ONLY,
            IMMUTABLE,
            MUST_EXIST,
            PAGE_SIZE,
            TRUSTED_SCHEMA,
            STRICT_SQL,
            PRAGMAS,
            LIMITS,
            EXTENSIONS,
            ATTACH,
            DEFINITIONS,
            WATCH_INTERVAL);

    // An IPv6 address is in brackets.
    private static final Pattern NODE = Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+)(:.*)?");

    private ClusterOptions() {}

    static ClusterLocation location(OptionValues values) {
        values.refuse(USER, "", "dqlite has no users");
        values.refuse(PASSWORD, "", "dqlite has no users");
        values.refuse(SSL, false, "dqlite encrypts nothing; a socketFactory can lead to a proxy that does");
        values.refuseAll(OPTIONS_OF_OTHERS, "it is an option of files and of memory, and cannot be set for a cluster");
        String[] nodes = nodes(values);
        ClusterLocation location = accepted(HOST, () -> ClusterLocation.of(nodes));
        String database = values.text(DATABASE);
        if (database != null && !database.isEmpty()) {
            location = with(location, DATABASE, database, ClusterLocation::withDatabase);
        }
        location = with(
                location,
                NODE_CONNECT_TIMEOUT,
                values.duration(NODE_CONNECT_TIMEOUT),
                ClusterLocation::withConnectTimeout);
        location = with(
                location,
                NODE_ANSWER_TIMEOUT,
                values.duration(NODE_ANSWER_TIMEOUT),
                ClusterLocation::withAnswerTimeout);
        return with(
                location,
                SOCKET_FACTORY,
                values.object(SOCKET_FACTORY, SocketFactory.class),
                ClusterLocation::withSocketFactory);
    }

    private static String[] nodes(OptionValues values) {
        String hosts = Objects.requireNonNullElse(values.text(HOST), "");
        if (hosts.isBlank()) {
            throw refused("host must name a server of the cluster, r2dbc:sqlite:dqlite://h1:9001,h2:9001/app");
        }
        if (hosts.contains("@")) {
            // Not shown: what stands there may be a password.
            throw refused("host must not contain '@': dqlite has no users");
        }
        Integer port = values.integer(PORT);
        return Stream.of(hosts.split(",", -1))
                .map(host -> node(host.strip(), port))
                .toArray(String[]::new);
    }

    private static String node(String host, @Nullable Integer port) {
        Matcher parts = NODE.matcher(host);
        if (!parts.matches()) {
            throw refused("host must be of servers as host:port, with an IPv6 address in brackets, was '" + host + "'");
        }
        if (parts.group(2) != null) {
            return host;
        }
        if (port == null) {
            throw refused("host '" + host + "' must have a port, as in '" + host + ":9001': dqlite has no usual one");
        }
        return host + ":" + port;
    }

    private static <T> ClusterLocation with(
            ClusterLocation location,
            Option<T> option,
            @Nullable T value,
            BiFunction<ClusterLocation, T, ClusterLocation> setter) {
        return value == null ? location : accepted(option, () -> setter.apply(location, value));
    }

    private static ClusterLocation accepted(Option<?> option, Supplier<ClusterLocation> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(option.name(), option.name() + " is refused: " + e.getMessage(), e);
        }
    }

    private static InvalidOptionException refused(String message) {
        return new InvalidOptionException(HOST.name(), message, null);
    }
}
