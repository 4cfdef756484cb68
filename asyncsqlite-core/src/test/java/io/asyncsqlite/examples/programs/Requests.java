package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread for each request, virtual ones from JDK 21 on, with plain blocking code. */
public final class Requests {

    public static void main(String[] args) throws Exception {
        // From JDK 21 on: Executors.newVirtualThreadPerTaskExecutor().
        ExecutorService threads = Executors.newCachedThreadPool();
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE visit(id INTEGER PRIMARY KEY, page TEXT NOT NULL)");
            List<Callable<Long>> requests = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String page = "/page" + i % 4;
                requests.add(() -> visit(db, page));
            }
            threads.invokeAll(requests);
            System.out.println(db.query("SELECT page, count(*) AS visits FROM visit GROUP BY page")
                    .list());
        } finally {
            threads.shutdown();
        }
    }

    private static long visit(BlockingSqlite db, String page) {
        return db.execute("INSERT INTO visit(page) VALUES (?)", page).lastInsertRowid();
    }
}
