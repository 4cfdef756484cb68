package io.asyncsqlite.benchmarks.plan;

import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE;
import static io.asyncsqlite.benchmarks.client.Clients.C;
import static io.asyncsqlite.benchmarks.client.Clients.EXECUTOR;
import static io.asyncsqlite.benchmarks.client.Clients.GROUP_BY_HAND;
import static io.asyncsqlite.benchmarks.client.Clients.H2;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_1;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_10;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_SPLIT;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC_CLIENT;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC_SNAPSHOTS;
import static io.asyncsqlite.benchmarks.client.Clients.R2DBC;
import static io.asyncsqlite.benchmarks.client.Clients.RESULT_SET_OBJECTS;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is measured, and against what. */
public enum Plan {
    QUEUE("Queued-execution throughput: operations that do nothing, on the thread that writes", Work.NOTHING) {
        @Override
        void pairs(Pairs pairs) {
            for (int operations : new int[] {1, 64, 1024}) {
                Shape shape = Shape.inFlight(operations);
                pairs.of(ASYNCSQLITE, shape, Contender.of(EXECUTOR, shape), null);
                pairs.of(ASYNCSQLITE, shape, Contender.of(GROUP_BY_HAND, shape), null);
            }
        }
    },
    OPEN("Opening an existing file, one question, closing", Work.OPEN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(JDBC, Shape.ALONE), null);
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(HIKARI_1, Shape.ALONE), null);
        }
    },
    INSERTS("Durable single-row inserts", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.threads(1), Contender.of(EXECUTOR, Shape.threads(1)), 1 / 1.5);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(EXECUTOR, Shape.inFlight(64)), null);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(GROUP_BY_HAND, Shape.inFlight(64)), 1.3);
            pairs.of(ASYNCSQLITE, Shape.inFlight(1024), Contender.of(GROUP_BY_HAND, Shape.inFlight(1024)), null);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_10, Shape.threads(64)), null);
            pairs.of(ASYNCSQLITE, Shape.virtual(64), Contender.of(HIKARI_10, Shape.threads(64)), 20.0);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_1, Shape.threads(64)), null);
            pairs.of(
                    ASYNCSQLITE,
                    Shape.inFlight(64),
                    Contender.of(HIKARI_10, Shape.threads(64)).untuned(),
                    null);
        }
    },
    INSERTS_NORMAL("Single-row inserts at synchronous=NORMAL", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            for (Contender rival : List.of(
                    Contender.of(EXECUTOR, Shape.inFlight(64)),
                    Contender.of(GROUP_BY_HAND, Shape.inFlight(64)),
                    Contender.of(HIKARI_10, Shape.threads(64)))) {
                pairs.of(ASYNCSQLITE, Durability.NORMAL, Shape.inFlight(64), rival.with(Durability.NORMAL), null);
            }
        }
    },
    TRANSACTIONS("Transactions that read, update and insert", Work.TRANSACTION) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.threads(1), Contender.of(JDBC, Shape.threads(1)), null);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(JDBC, Shape.threads(1)), null);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_10, Shape.threads(64)), null);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_1, Shape.threads(64)), null);
            pairs.of(R2DBC, Shape.inFlight(64), Contender.of(JDBC_CLIENT, Shape.inFlight(64)), null);
            pairs.core(Shape.inFlight(64), null);
        }
    },
    SCAN("Rows of a scan of a million, as objects on another thread", Work.SCAN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(JDBC, Shape.ALONE), 2.0);
            pairs.of(
                    ASYNCSQLITE,
                    Shape.ALONE,
                    Contender.of(RESULT_SET_OBJECTS, Shape.ALONE).untuned(),
                    null);
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(C, Shape.ALONE), null);
        }
    },
    POINTS("Rows read by primary key, one by one", Work.READ) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(JDBC, Shape.threads(1)), null);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(JDBC, Shape.threads(2)), 2.0);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(JDBC_SNAPSHOTS, Shape.threads(2)), 1.0);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_10, Shape.threads(64)), null);
        }
    },
    MIXED("Nine reads by key and one insert", Work.MIXED) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_10, Shape.threads(64)), null);
            pairs.of(ASYNCSQLITE, Shape.threads(64), Contender.of(HIKARI_SPLIT, Shape.threads(64)), null);
            pairs.of(ASYNCSQLITE, Shape.inFlight(64), Contender.of(HIKARI_SPLIT, Shape.threads(64)), null);
        }
    },
    BATCH("Rows of a batch of a million, inserted in one transaction, with its checkpoint", Work.BATCH) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(JDBC, Shape.ALONE), null);
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(C, Shape.ALONE), null);
        }
    },
    BATCH_TO_THE_ANSWER("Rows of a batch of a million, up to the answer", Work.BATCH_TO_THE_ANSWER) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(ASYNCSQLITE, Shape.ALONE, Contender.of(JDBC, Shape.ALONE), null);
        }
    },
    R2DBC_INSERTS("Single-row inserts from Reactor, autocommitted", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(R2DBC, Shape.inFlight(64), Contender.of(JDBC_CLIENT, Shape.inFlight(64)), 10.0);
            pairs.core(Shape.inFlight(64), 1 / 1.5);
            pairs.of(R2DBC, Durability.NORMAL, Shape.inFlight(64), Contender.of(H2, Shape.inFlight(64)), 1.0);
        }
    },
    R2DBC_POINTS("Rows read by primary key from Reactor, one by one", Work.READ) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(R2DBC, Shape.inFlight(64), Contender.of(JDBC_CLIENT, Shape.inFlight(64)), 1.0);
            pairs.core(Shape.inFlight(64), 1 / 1.5);
            pairs.of(R2DBC, Shape.inFlight(64), Contender.of(H2, Shape.inFlight(64)), 1.0);
        }
    },
    R2DBC_SCAN("Rows of a Flux of a million", Work.SCAN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.of(R2DBC, Shape.ALONE, Contender.of(JDBC_CLIENT, Shape.ALONE), 1.0);
            pairs.core(Shape.ALONE, 1 / 1.5);
            pairs.of(R2DBC, Shape.ALONE, Contender.of(H2, Shape.ALONE), 1.0);
        }
    };

    private final String title;
    private final Work work;

    Plan(String title, Work work) {
        this.title = title;
        this.work = work;
    }

    abstract void pairs(Pairs pairs);

    /** Finds a plan; throws {@link IllegalArgumentException} with a message for the user. */
    public static Plan named(String id) {
        return Arrays.stream(values())
                .filter(plan -> plan.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown benchmark " + id + "; there are "
                        + String.join(", ", Stream.of(values()).map(Plan::id).toList())));
    }

    /** Returns the name on the command line and of files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    public Work work() {
        return work;
    }

    /** Returns what is counted per second. */
    public String unit() {
        return work.unit();
    }

    /** Returns the pairs, in the order in which they are measured. */
    public List<Pair> pairs() {
        Pairs pairs = new Pairs();
        pairs(pairs);
        return List.copyOf(pairs.all);
    }

    /** Collects pairs, one for each engine. */
    static final class Pairs {

        private final List<Pair> all = new ArrayList<>();

        void of(Clients ours, Shape shape, Contender theirs, @Nullable Double bar) {
            of(ours, Durability.FULL, shape, theirs, bar);
        }

        void of(Clients ours, Durability durability, Shape shape, Contender theirs, @Nullable Double bar) {
            for (EngineChoice engine : List.of(EngineChoice.FOREIGN, EngineChoice.JNI)) {
                all.add(new Pair(Contender.ours(ours, engine, shape).with(durability), theirs, bar));
            }
        }

        /** The R2DBC driver against the core that it is on. */
        void core(Shape shape, @Nullable Double bar) {
            for (EngineChoice engine : List.of(EngineChoice.FOREIGN, EngineChoice.JNI)) {
                all.add(new Pair(
                        Contender.ours(R2DBC, engine, shape), Contender.ours(ASYNCSQLITE, engine, shape), bar));
            }
        }
    }
}
