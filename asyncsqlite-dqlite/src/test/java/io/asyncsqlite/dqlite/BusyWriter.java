package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Submits operations while the writer is busy, so that they form one group. */
final class BusyWriter {

    private BusyWriter() {}

    static void submit(AsyncSqlite db, Runnable submission) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CompletableFuture<Void> busy = db.write(connection -> {
            entered.countDown();
            left.await();
            return null;
        });
        entered.await();
        submission.run();
        left.countDown();
        busy.get(20, TimeUnit.SECONDS);
    }
}
