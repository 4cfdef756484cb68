package io.asyncsqlite.benchmarks.plan;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that is measured once in each round.
 *
 * @param engine how asyncsqlite calls SQLite; null for all others
 * @param tuned whether SQLite has the settings that asyncsqlite gives it, or those of the client's own guide
 */
public record Contender(
        Clients client, @Nullable EngineChoice engine, Shape shape, Durability durability, boolean tuned) {

    /** A client of others, with the settings of asyncsqlite and durable against a power loss. */
    public static Contender of(Clients client, Shape shape) {
        return new Contender(client, null, shape, Durability.FULL, true);
    }

    /** asyncsqlite, durable against a power loss. */
    public static Contender ours(Clients client, EngineChoice engine, Shape shape) {
        return new Contender(client, engine, shape, Durability.FULL, true);
    }

    public Contender untuned() {
        return new Contender(client, engine, shape, durability, false);
    }

    /** The same with another client. */
    Contender of(Clients other) {
        return new Contender(other, engine, shape, durability, tuned);
    }

    /** The same with another shape. */
    public Contender with(Shape other) {
        return new Contender(client, engine, other, durability, tuned);
    }

    public Contender with(Durability other) {
        return new Contender(client, engine, shape, other, tuned);
    }

    /** Returns the name in tables and JSON, such as {@code asyncsqlite-foreign, 64 in flight}. */
    public String id() {
        return Stream.of(
                        client.id() + (engine == null ? "" : "-" + engine.name().toLowerCase(Locale.ROOT)),
                        shape.words(),
                        durability == Durability.FULL ? "" : "NORMAL",
                        tuned ? "" : "untuned")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Tells whether it is asyncsqlite. */
    public boolean isOurs() {
        return engine != null;
    }
}
