package io.asyncsqlite.internal.option;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The default callback executor makes progress, also while callbacks block. */
@Timeout(60)
class CallbackPoolTests extends AppDatabase {

    @Test
    void callbacksThatBlockDoNotStopOthers() throws Exception {
        int blocked = 20 + Runtime.getRuntime().availableProcessors();
        CountDownLatch open = new CountDownLatch(1);
        List<CompletableFuture<?>> callbacks = new ArrayList<>();
        for (int i = 0; i < blocked; i++) {
            callbacks.add(db.query("SELECT 1")
                    .map(row -> {
                        awaitUnchecked(open);
                        return 1;
                    })
                    .list());
        }

        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
        await(db.execute("INSERT INTO t VALUES (1)"));

        open.countDown();
        for (CompletableFuture<?> callback : callbacks) {
            await(callback);
        }
    }

    /** A callback may wait for another operation, whose callback needs a thread, and so on. */
    @Test
    void callbacksThatWaitForEachOtherAllComplete() throws Exception {
        assertThat(await(db.query("SELECT 1").map(row -> nested(20)).one())).isEqualTo(20);
    }

    private int nested(int depth) {
        return depth == 0
                ? 0
                : 1 + db.query("SELECT 1").map(row -> nested(depth - 1)).one().join();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
