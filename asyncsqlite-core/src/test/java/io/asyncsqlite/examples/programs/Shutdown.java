package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The end of a program: what was accepted is finished, and what comes later is refused. */
public final class Shutdown {

    public static void main(String[] args) {
        AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]));
        db.execute("CREATE TABLE event(n INTEGER)").join();
        List<CompletableFuture<WriteResult>> accepted = IntStream.range(0, 1_000)
                .mapToObj(n -> db.execute("INSERT INTO event VALUES (?)", n))
                .toList();
        int unfinished = db.close(Duration.ofSeconds(10));
        System.out.println(unfinished + " unfinished, "
                + accepted.stream()
                        .filter(future -> !future.isCompletedExceptionally())
                        .count() + " stored");
        db.execute("INSERT INTO event VALUES (1)")
                .exceptionally(failure -> {
                    System.out.println(failure.getClass().getSimpleName());
                    return null;
                })
                .join();
    }
}
