package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A queue of jobs in a table, with several workers that never take the same job. */
public final class JobQueue {

    record Job(long id, String payload) {}

    public static void main(String[] args) throws InterruptedException {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE job(id INTEGER PRIMARY KEY, payload TEXT, taken_by TEXT)");
            db.executeMany("INSERT INTO job(payload) VALUES (?)", List.of("mail", "print", "scan", "pack", "ship"));
            List<Thread> workers = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                Thread worker = new Thread(() -> work(db, name));
                worker.start();
                workers.add(worker);
            }
            for (Thread worker : workers) {
                worker.join();
            }
            System.out.println(
                    db.query("SELECT count(*) FROM job").mapTo(Long.class).one() + " jobs left");
        }
    }

    private static void work(BlockingSqlite db, String worker) {
        Optional<Job> job;
        while ((job = take(db, worker)).isPresent()) {
            System.out.println("done: " + job.get().payload());
            db.execute("DELETE FROM job WHERE id = ?", job.get().id());
        }
    }

    private static Optional<Job> take(BlockingSqlite db, String worker) {
        return db.query("""
                UPDATE job SET taken_by = ? WHERE id = (SELECT min(id) FROM job WHERE taken_by IS NULL)
                RETURNING id, payload""", worker).mapTo(Job.class).findOne();
    }
}
