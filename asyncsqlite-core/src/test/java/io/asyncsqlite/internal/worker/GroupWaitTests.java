package io.asyncsqlite.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.concurrent.Callbacks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupWaitTests {

    private final GroupWait wait = new GroupWait();

    @Test
    void firstGroupDoesNotWait() {
        assertThat(wait.nanosFor(0)).isZero();
    }

    @Test
    void aLoneCallerIsNotWaitedFor() {
        wait.committed(1, 1_000);

        assertThat(wait.nanosFor(1)).isZero();
    }

    @Test
    void aGroupSmallerThanTheLastWaitsForHalfOfACommit() {
        wait.committed(64, 1_000);

        assertThat(wait.nanosFor(63)).isEqualTo(500);
        assertThat(wait.nanosFor(64)).isZero();
    }

    @Test
    void totalWaitForOneCommitIsBounded() {
        wait.committed(64, 1_000);
        wait.waited(300, true);

        assertThat(wait.nanosFor(2)).isEqualTo(200);
    }

    @Test
    void aSlowDiskIsNotWaitedForAsLong() {
        wait.committed(64, TimeUnit.SECONDS.toNanos(1));

        assertThat(wait.nanosFor(1)).isEqualTo(TimeUnit.MICROSECONDS.toNanos(200));
    }

    @Test
    void operationThatArrivesInTimeIsTaken() {
        wait.committed(2, TimeUnit.SECONDS.toNanos(1));

        assertThat(wait.<String>await(1, () -> "next")).isEqualTo("next");
    }

    @Test
    void waitIsNotRepeatedAfterNoArrival() {
        wait.committed(2, 1_000);

        assertThat(wait.<String>await(1, () -> null)).isNull();
        assertThat(wait.nanosFor(1)).isNotPositive();
    }

    @Test
    void vainWaitsEndTheWaiting() {
        waitInVain(6);

        assertThat(wait.nanosFor(1)).isZero();
    }

    @Test
    void oneGroupOfManyTriesAgain() {
        waitInVain(6);
        int without = 0;
        while (wait.nanosFor(1) == 0 && without < 1_000) {
            wait.committed(2, 1_000);
            without++;
        }

        assertThat(without).isEqualTo(GroupWait.GROUPS_OF_A_TRIAL);
    }

    @Test
    void successfulTrialsBringTheWaitingBack() {
        waitInVain(6);
        for (int trial = 0; trial < 3; trial++) {
            while (wait.nanosFor(1) == 0) {
                wait.committed(2, 1_000);
            }
            wait.waited(100, true);
            wait.committed(2, 1_000);
        }

        assertThat(wait.nanosFor(1)).isEqualTo(500);
    }

    @Test
    void aSingleVainWaitChangesNothing() {
        waitInVain(1);

        assertThat(wait.nanosFor(1)).isEqualTo(500);
    }

    private void waitInVain(int groups) {
        wait.committed(2, 1_000);
        for (int i = 0; i < groups; i++) {
            wait.waited(500, false);
            wait.committed(2, 1_000);
        }
    }

    /** Without the rule there are four for three of them; a busy machine may be late for a run, but not for all. */
    @Test
    void callersWhoAskAgainShareCommits(@TempDir Path directory) throws Exception {
        int each = 100;
        List<Long> commits = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            commits.add(commits(directory.resolve(commits.size() + ".db"), each));
        } while (System.nanoTime() < end && Collections.min(commits) > each * 6 / 5);

        assertThat(Collections.min(commits)).as("COMMITs of %s", commits).isBetween((long) each, each * 6 / 5L);
    }

    private static long commits(Path file, int each) throws InterruptedException {
        int callers = 32;
        AtomicLong commits = new AtomicLong();
        SqliteListener counter = new SqliteListener() {
            @Override
            public void committed(Commit commit) {
                commits.incrementAndGet();
            }
        };
        try (AsyncSqlite db =
                AsyncSqlite.open(SqliteOptions.file(file).listener(counter).build())) {
            db.execute("CREATE TABLE t(x)").join();
            CountDownLatch done = new CountDownLatch(callers);
            for (int i = 0; i < callers; i++) {
                ask(db, new AtomicInteger(each), done);
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            Long rows = db.query("SELECT count(*) FROM t")
                    .map(row -> row.getLong(0))
                    .one()
                    .join();
            assertThat(rows).isEqualTo((long) callers * each);
        }
        return commits.get();
    }

    private static void ask(AsyncSqlite db, AtomicInteger left, CountDownLatch done) {
        if (left.getAndDecrement() == 0) {
            done.countDown();
            return;
        }
        Callbacks.whenDone(db.execute("INSERT INTO t VALUES (1)"), (result, failure) -> ask(db, left, done));
    }
}
