package io.asyncsqlite.benchmarks.plan;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the pairs of a plan. */
final class Pairs {

    private final List<Pair> all = new ArrayList<>();
    private List<Contender> ours = List.of();
    private Durability durability = Durability.FULL;

    /** From here on both sides have another durability. */
    Pairs durable(Durability other) {
        durability = other;
        return this;
    }

    /** The next rivals meet this client, on the engine that a program gets on this JVM. */
    Pairs ours(Clients client, Shape shape) {
        return on(List.of(Obstacles.usualEngine()), client, shape);
    }

    /** The next rivals meet this client on both engines. */
    Pairs onBoth(Clients client, Shape shape) {
        return on(List.of(EngineChoice.FOREIGN, EngineChoice.JNI), client, shape);
    }

    private Pairs on(List<EngineChoice> engines, Clients client, Shape shape) {
        ours = engines.stream()
                .map(engine -> Contender.ours(client, engine, shape).with(durability))
                .toList();
        return this;
    }

    /** Adds a rival with the same shape. */
    Pairs against(Clients rival) {
        return against(rival, null);
    }

    /** Adds a rival with the same shape, and the least ratio that is wanted. */
    Pairs against(Clients rival, @Nullable Double bar) {
        return against(Contender.of(rival, ours.get(0).shape()), bar);
    }

    Pairs against(Contender rival) {
        return against(rival, null);
    }

    Pairs against(Contender rival, @Nullable Double bar) {
        ours.forEach(each -> all.add(new Pair(each, rival.with(durability), bar)));
        return this;
    }

    /** Adds the core on the same engine as rival of what is built on it. */
    Pairs againstCore(double bar) {
        ours.forEach(each -> all.add(new Pair(each, each.of(Clients.ASYNCSQLITE), bar)));
        return this;
    }

    List<Pair> all() {
        return List.copyOf(all);
    }
}
