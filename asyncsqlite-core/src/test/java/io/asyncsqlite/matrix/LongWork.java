package io.asyncsqlite.matrix;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.CheckpointMode;
import io.asyncsqlite.migration.Migrations;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.CsvImport;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** Work that lasts, or has several operations. */
enum LongWork {
    LIVE_QUERY(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            FirstResult result = new FirstResult();
            db.query("SELECT gated(count(*)) FROM t")
                    .mapTo(Long.class)
                    .observe()
                    .subscribe(result);
            return result;
        }
    },
    EXPORT(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return Csv.from(db.query("SELECT gated(k) FROM t")).to(OutputStream.nullOutputStream());
        }
    },
    IMPORT(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return rows(db).from(site.lines());
        }
    },
    IMPORT_OF_ALL(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return rows(db).allOrNone().from(site.lines());
        }
    },
    MIGRATION(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return Migrations.builder()
                    .script(1, "first", "INSERT INTO t SELECT gated('" + LongWorkSite.KEY + "')")
                    .build()
                    .run(db);
        }
    },
    INTEGRITY_CHECK(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.maintenance().withTimeout(time).integrityCheck();
        }
    },
    LOAD(Meets.GATE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.contents().withTimeout(time).load(subscriber -> {
                SubmissionPublisher<String> dump = new SubmissionPublisher<>(Runnable::run, 4);
                dump.subscribe(subscriber);
                List.of(
                                LongWorkSite.TABLE,
                                "INSERT INTO t VALUES ('taken')",
                                "INSERT INTO t SELECT gated('" + LongWorkSite.KEY + "')")
                        .forEach(dump::submit);
                dump.close();
            });
        }
    },
    BACKUP(Meets.PACE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.backup(site.target(), site.backupOptions(time));
        }
    },
    RESTORE(Meets.QUEUE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.contents().withTimeout(time).restore(site.backup());
        }
    },
    VACUUM(Meets.QUEUE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.maintenance().withTimeout(time).vacuum();
        }
    },
    OPTIMIZE(Meets.QUEUE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.maintenance().withTimeout(time).optimize();
        }
    },
    CHECKPOINT(Meets.QUEUE) {
        @Override
        CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time) {
            return db.maintenance().withTimeout(time).checkpoint(CheckpointMode.PASSIVE);
        }
    };

    /** What holds it up until the event has happened. */
    enum Meets {
        /** The test's own code, which it calls. */
        GATE,
        /** A limit of its speed. */
        PACE,
        /** The queue of the writer. */
        QUEUE
    }

    final Meets meets;

    LongWork(Meets meets) {
        this.meets = meets;
    }

    /**
     * Starts it.
     *
     * @param db the database, whose operations have the time
     * @param time how long it may last
     */
    abstract CompletableFuture<?> start(LongWorkSite site, AsyncSqlite db, Duration time);

    private static CsvImport rows(AsyncSqlite db) {
        return Csv.into(db, "t").withChunkSize(1);
    }

    /** Tells whether the key is in the table once it has succeeded, and is not if nothing of it was done. */
    boolean writesKey() {
        return this == IMPORT || this == IMPORT_OF_ALL || this == MIGRATION || this == LOAD;
    }

    /** Tells whether it replaces rows that were written before it. */
    boolean replaces() {
        return this == LOAD || this == RESTORE;
    }

    /** Tells whether a deadline passes while it is held up. An import in chunks reads its lines between its operations. */
    boolean hasDeadline() {
        return this != IMPORT;
    }

    /** The first signal of a live query. */
    private static final class FirstResult extends CompletableFuture<Object> implements Flow.Subscriber<List<Long>> {

        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<Long> result) {
            complete(result);
        }

        @Override
        public void onError(Throwable failure) {
            completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            complete("closed");
        }

        @Override
        public boolean cancel(boolean interrupts) {
            subscription.cancel();
            return super.cancel(interrupts);
        }
    }

    /** Lines of CSV of which the last one comes after the gate. */
    static InputStream lines(Runnable gate) {
        byte[] text = ("k\nfirst line\n" + LongWorkSite.KEY + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int gateAt = text.length - LongWorkSite.KEY.length() - 1;
        return new InputStream() {
            private int position;

            @Override
            public int read() {
                if (position == gateAt) {
                    gate.run();
                }
                return position == text.length ? -1 : text[position++];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                // One at a time, so that what is before the gate is not held up.
                int next = length == 0 ? 0 : read();
                if (length > 0 && next >= 0) {
                    into[offset] = (byte) next;
                }
                return length == 0 ? 0 : next < 0 ? -1 : 1;
            }
        };
    }

    /** Options of a backup that takes longer than any test. */
    static BackupOptions slow(BackupOptions.Builder options) {
        return options.bytesPerSecond(1024).build();
    }
}
