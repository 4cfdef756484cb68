package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.dqlite.history.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs that keep operations of all kinds in flight, until they are stopped. */
final class Load {

    private final List<Workload> workloads =
            List.of(new SetWorkload(), new BankWorkload(), new RegisterWorkload(), new ListWorkload());
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();

    void makeTables(AsyncSqlite db) throws Exception {
        for (Workload workload : workloads) {
            db.executeScript(workload.schema()).get(60, TimeUnit.SECONDS);
        }
    }

    /** Starts a program. */
    void start(AsyncSqlite db) {
        for (Workload workload : workloads) {
            for (int i = 0; i < workload.inFlight(); i++) {
                CompletableFuture<Void> end = new CompletableFuture<>();
                ends.add(end);
                next(db, workload, end);
            }
        }
    }

    private void next(AsyncSqlite db, Workload workload, CompletableFuture<Void> end) {
        if (stopped.get()) {
            end.complete(null);
            return;
        }
        try {
            // Asynchronously, since one that is refused at once would start the next one deeper in the stack.
            workload.start(db).whenCompleteAsync((done, failure) -> {
                if (failure != null) {
                    end.completeExceptionally(failure);
                } else {
                    next(db, workload, end);
                }
            });
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Returns how many operations are in flight. */
    int inFlight() {
        return ends.size();
    }

    long acknowledged() {
        return workloads.stream()
                .mapToLong(workload -> workload.writes().of(Told.ACKNOWLEDGED))
                .sum();
    }

    /** Starts no further operation, and waits until none runs. */
    void stop() throws Exception {
        stopped.set(true);
        CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get(120, TimeUnit.SECONDS);
    }

    /** Returns what is wrong in the database; empty if nothing is. */
    List<String> check(AsyncSqlite db) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Workload workload : workloads) {
            workload.check(db).forEach(what -> wrong.add(name(workload) + ": " + what));
            if (workload.writes().of(Told.ACKNOWLEDGED) == 0) {
                wrong.add(name(workload) + ": nothing was written");
            }
        }
        return wrong;
    }

    private static String name(Workload workload) {
        return workload.getClass().getSimpleName();
    }

    String figures() {
        StringBuilder figures = new StringBuilder();
        workloads.forEach(workload -> figures.append(String.format("%n  %s: %s", name(workload), workload.figures())));
        return figures.toString();
    }
}
