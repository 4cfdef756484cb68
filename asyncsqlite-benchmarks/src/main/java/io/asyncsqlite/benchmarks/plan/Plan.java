package io.asyncsqlite.benchmarks.plan;

import static io.asyncsqlite.benchmarks.client.Clients.AIOSQLITE;
import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE;
import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE_CSV;
import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE_CSV_ALL;
import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE_LAMBDA;
import static io.asyncsqlite.benchmarks.client.Clients.ASYNCSQLITE_NDJSON;
import static io.asyncsqlite.benchmarks.client.Clients.C;
import static io.asyncsqlite.benchmarks.client.Clients.EXECUTOR;
import static io.asyncsqlite.benchmarks.client.Clients.FASTCSV;
import static io.asyncsqlite.benchmarks.client.Clients.GROUP_BY_HAND;
import static io.asyncsqlite.benchmarks.client.Clients.H2;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_1;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_10;
import static io.asyncsqlite.benchmarks.client.Clients.HIKARI_SPLIT;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC_CLIENT;
import static io.asyncsqlite.benchmarks.client.Clients.JDBC_SNAPSHOTS;
import static io.asyncsqlite.benchmarks.client.Clients.NO_BACKUP;
import static io.asyncsqlite.benchmarks.client.Clients.R2DBC;
import static io.asyncsqlite.benchmarks.client.Clients.RESULT_SET_OBJECTS;
import static io.asyncsqlite.benchmarks.client.Clients.SHELL_BACKUP;
import static io.asyncsqlite.benchmarks.client.Clients.SHELL_IMPORT;
import static io.asyncsqlite.benchmarks.client.Clients.SQLALCHEMY;
import static io.asyncsqlite.benchmarks.client.Clients.VACUUM_INTO;
import static io.asyncsqlite.benchmarks.plan.Shape.ALONE;
import static io.asyncsqlite.benchmarks.plan.Shape.arrivals;
import static io.asyncsqlite.benchmarks.plan.Shape.inFlight;
import static io.asyncsqlite.benchmarks.plan.Shape.tasks;
import static io.asyncsqlite.benchmarks.plan.Shape.threads;
import static io.asyncsqlite.benchmarks.plan.Shape.virtual;

import io.asyncsqlite.benchmarks.client.Durability;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is measured, and against what. */
public enum Plan {
    QUEUE("Queued-execution throughput: operations that do nothing, on the thread that writes", Work.NOTHING) {
        @Override
        void pairs(Pairs pairs) {
            for (int operations : new int[] {1, 64, 1024, 16_384}) {
                pairs.ours(ASYNCSQLITE, inFlight(operations)).against(EXECUTOR).against(GROUP_BY_HAND);
            }
        }
    },
    OPEN("Opening an existing file, one question, closing", Work.OPEN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, ALONE).against(JDBC, 1.0).against(HIKARI_1);
        }
    },
    START("Starting a JVM that opens, asks, inserts, reads and closes", Work.START) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, ALONE).against(JDBC, 1 / 1.3);
            pairs.ours(ASYNCSQLITE, ALONE).against(HIKARI_1);
        }
    },
    INSERTS("Durable single-row inserts", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, threads(1)).against(EXECUTOR, 1.0);
            pairs.onBoth(ASYNCSQLITE, inFlight(64)).against(GROUP_BY_HAND, 1.4);
            pairs.ours(ASYNCSQLITE, inFlight(1024)).against(GROUP_BY_HAND, 1.4);
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(EXECUTOR);
            pairs.ours(ASYNCSQLITE, inFlight(64))
                    .against(Contender.of(HIKARI_10, threads(64)).untuned());
            pairs.onBoth(ASYNCSQLITE, threads(64)).against(HIKARI_10);
            pairs.ours(ASYNCSQLITE, threads(64)).against(HIKARI_1);
        }
    },
    INSERTS_NORMAL("Single-row inserts at synchronous=NORMAL", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.durable(Durability.NORMAL)
                    .ours(ASYNCSQLITE, inFlight(64))
                    .against(EXECUTOR)
                    .against(GROUP_BY_HAND, 1.1);
            pairs.ours(ASYNCSQLITE, inFlight(1024)).against(GROUP_BY_HAND, 1.1);
            pairs.ours(ASYNCSQLITE, threads(64)).against(HIKARI_10);
        }
    },
    GROWTH("Durable single-row inserts, from few at a time to many", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            for (int operations : new int[] {4, 16, 256, 4096, 16_384}) {
                pairs.ours(ASYNCSQLITE, inFlight(operations)).against(GROUP_BY_HAND);
            }
        }
    },
    INSERTS_10_KB("Durable inserts of rows of 10,000 characters", Work.INSERT_10_KB) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(GROUP_BY_HAND).against(EXECUTOR);
        }
    },
    INSERTS_100_KB("Durable inserts of rows of 100,000 characters", Work.INSERT_100_KB) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(GROUP_BY_HAND).against(EXECUTOR);
        }
    },
    VIRTUAL("Durable single-row inserts by virtual threads; times: a virtual thread that wakes each ms", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, virtual(64)).against(Contender.of(HIKARI_10, threads(64)), 20.0);
            pairs.ours(ASYNCSQLITE, virtual(10_000)).against(HIKARI_10);
        }
    },
    LATENCY("Durable single-row inserts that arrive at random moments", Work.INSERT, Measure.P99) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, arrivals(1_000)).against(EXECUTOR).against(HIKARI_10);
            pairs.ours(ASYNCSQLITE, arrivals(4_000)).against(EXECUTOR).against(GROUP_BY_HAND);
            pairs.ours(ASYNCSQLITE, arrivals(4_000)).against(HIKARI_10);
            pairs.ours(R2DBC, arrivals(4_000)).against(JDBC_CLIENT);
            pairs.ours(ASYNCSQLITE, arrivals(20_000)).against(GROUP_BY_HAND);
        }
    },
    CPU("CPU time of durable single-row inserts that arrive at random moments", Work.INSERT, Measure.CPU) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, arrivals(4_000)).against(GROUP_BY_HAND, 1 / 1.15);
            pairs.ours(ASYNCSQLITE, arrivals(4_000)).against(EXECUTOR);
        }
    },
    IDLE("CPU time of a second without work, after a burst of inserts", Work.IDLE, Measure.CPU) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, ALONE).against(EXECUTOR).against(HIKARI_10);
        }
    },
    TRANSACTIONS("Transactions that read, update and insert", Work.TRANSACTION) {
        @Override
        void pairs(Pairs pairs) {
            Contender thread = Contender.of(JDBC, threads(1));
            pairs.onBoth(ASYNCSQLITE, threads(1)).against(JDBC, 0.8);
            pairs.ours(ASYNCSQLITE, inFlight(8)).against(thread, 2.0);
            pairs.onBoth(ASYNCSQLITE, inFlight(64)).against(thread, 4.0);
            pairs.ours(ASYNCSQLITE_LAMBDA, inFlight(8)).against(thread, 2.0);
            pairs.onBoth(ASYNCSQLITE_LAMBDA, inFlight(64)).against(thread, 5.0);
            pairs.onBoth(ASYNCSQLITE, threads(64)).against(HIKARI_10);
            pairs.ours(ASYNCSQLITE, threads(64)).against(HIKARI_1);
            pairs.ours(R2DBC, inFlight(1)).against(JDBC_CLIENT, 0.8);
            pairs.ours(R2DBC, inFlight(8)).against(JDBC_CLIENT, 2.0);
            pairs.onBoth(R2DBC, inFlight(64)).against(JDBC_CLIENT, 3.5);
        }
    },
    SCAN("Rows of a scan of a million, as objects on another thread", Work.SCAN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, ALONE).against(JDBC, 3.0);
            pairs.ours(ASYNCSQLITE, ALONE)
                    .against(Contender.of(RESULT_SET_OBJECTS, ALONE).untuned())
                    .against(C, 0.8);
        }
    },
    STREAM("Rows of a million for a consumer that works a microsecond for each, 64 at a time", Work.STREAM) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, ALONE).against(JDBC);
            pairs.ours(R2DBC, ALONE).against(H2).against(JDBC_CLIENT);
        }
    },
    FIRST_ROWS("The first thousand rows of a million, and no more", Work.FIRST_ROWS) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, ALONE).against(JDBC);
            pairs.ours(R2DBC, ALONE).against(H2).against(JDBC_CLIENT);
        }
    },
    POINTS("Rows read by primary key, one by one", Work.READ) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, inFlight(64)).against(Contender.of(JDBC, threads(2)), 2.0);
            pairs.onBoth(ASYNCSQLITE, inFlight(64)).against(Contender.of(JDBC_SNAPSHOTS, threads(2)), 1.0);
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(Contender.of(JDBC, threads(1)));
            pairs.ours(ASYNCSQLITE, threads(64)).against(HIKARI_10);
        }
    },
    MIXED("Nine reads by key and one insert", Work.MIXED) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, threads(64)).against(HIKARI_10).against(HIKARI_SPLIT);
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(Contender.of(HIKARI_SPLIT, threads(64)));
        }
    },
    BATCH("Rows of a batch of a million, inserted in one transaction, with its checkpoint", Work.BATCH) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, ALONE).against(JDBC, 1.2);
            pairs.ours(ASYNCSQLITE, ALONE).against(C);
        }
    },
    BATCH_TO_THE_ANSWER("Rows of a batch of a million, up to the answer", Work.BATCH_TO_THE_ANSWER) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, ALONE).against(JDBC);
        }
    },
    IMPORT("Rows of a file of a million, imported into a new table, with the checkpoint", Work.IMPORT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE_CSV, ALONE).againstCore(1 / 1.1);
            pairs.ours(ASYNCSQLITE_NDJSON, ALONE).againstCore(1 / 1.1);
            pairs.ours(ASYNCSQLITE_CSV, ALONE).against(SHELL_IMPORT).against(FASTCSV);
        }
    },
    IMPORT_TO_THE_ANSWER("Rows of a file of a million, imported up to the answer", Work.IMPORT_TO_THE_ANSWER) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE_CSV, ALONE).againstCore(1 / 1.1);
            pairs.ours(ASYNCSQLITE_CSV_ALL, ALONE).againstCore(1 / 1.1);
        }
    },
    BACKUP("Megabytes of a backup of a gigabyte, idle and beside inserts; times: those inserts", Work.BACKUP) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(VACUUM_INTO).against(SHELL_BACKUP);
            pairs.ours(ASYNCSQLITE, ALONE).against(VACUUM_INTO).against(SHELL_BACKUP);
        }
    },
    BACKUP_WRITES("Inserts beside a backup of a gigabyte", Work.BACKUP_WRITES) {
        @Override
        void pairs(Pairs pairs) {
            pairs.onBoth(ASYNCSQLITE, inFlight(64)).against(NO_BACKUP, 0.8);
            pairs.ours(ASYNCSQLITE, inFlight(64)).against(VACUUM_INTO).against(SHELL_BACKUP);
        }
    },
    R2DBC_INSERTS("Single-row inserts from Reactor, autocommitted", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(R2DBC, inFlight(64)).against(JDBC_CLIENT, 10.0).againstCore(1 / 1.5);
            pairs.durable(Durability.NORMAL).ours(R2DBC, inFlight(64)).against(H2, 1.0);
        }
    },
    R2DBC_POINTS("Rows read by primary key from Reactor, one by one", Work.READ) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(R2DBC, inFlight(64)).against(JDBC_CLIENT, 1.0).againstCore(1 / 1.5);
            pairs.ours(R2DBC, inFlight(64)).against(H2, 1.0);
        }
    },
    R2DBC_SCAN("Rows of a Flux of a million", Work.SCAN) {
        @Override
        void pairs(Pairs pairs) {
            pairs.ours(R2DBC, ALONE).against(JDBC_CLIENT, 1.0).againstCore(1 / 1.5);
            pairs.ours(R2DBC, ALONE).against(H2, 1.0);
        }
    },
    PYTHON_INSERTS("Durable single-row inserts, against Python", Work.INSERT) {
        @Override
        void pairs(Pairs pairs) {
            againstPython(pairs);
        }
    },
    PYTHON_READS("Rows read by primary key, against Python", Work.READ) {
        @Override
        void pairs(Pairs pairs) {
            againstPython(pairs);
        }
    },
    PYTHON_TRANSACTIONS("Transactions that read, update and insert, against Python", Work.TRANSACTION) {
        @Override
        void pairs(Pairs pairs) {
            againstPython(pairs);
        }
    };

    private final String title;
    private final Work work;
    private final Measure measure;

    Plan(String title, Work work) {
        this(title, work, Measure.PER_SECOND);
    }

    Plan(String title, Work work, Measure measure) {
        this.title = title;
        this.work = work;
        this.measure = measure;
    }

    abstract void pairs(Pairs pairs);

    private static void againstPython(Pairs pairs) {
        for (int operations : new int[] {1, 64}) {
            pairs.ours(ASYNCSQLITE, inFlight(operations))
                    .against(Contender.of(AIOSQLITE, tasks(operations)))
                    .against(Contender.of(SQLALCHEMY, tasks(operations)));
        }
    }

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

    public Measure measure() {
        return measure;
    }

    /** Returns what is counted per second. */
    public String unit() {
        return work.unit();
    }

    /** Returns the pairs, in the order in which they are measured. */
    public List<Pair> pairs() {
        Pairs pairs = new Pairs();
        pairs(pairs);
        return pairs.all();
    }
}
