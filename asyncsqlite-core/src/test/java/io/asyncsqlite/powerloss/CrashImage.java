package io.asyncsqlite.powerloss;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/**
 * The files that a power loss left, and what had been acknowledged by then.
 *
 * @param name which image it is, for messages
 * @param files names and contents
 * @param acknowledged the writes, such as {@code single 7}
 */
record CrashImage(String name, Map<String, byte[]> files, Set<String> acknowledged) {

    /**
     * What is wrong with an image.
     *
     * @param lost the writes that were acknowledged and are missing
     * @param broken what a power loss must never do, or null
     */
    record Verdict(Set<String> lost, String broken) {}

    /** Puts the files into that directory, in place of others, opens the database and looks. */
    Verdict check(Path directory, Setting setting) throws IOException {
        try (var old = Files.list(directory)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        SqliteOptions options = SqliteOptions.file(directory.resolve(PowerLossIT.DATABASE))
                .journalMode(setting.journalMode())
                .synchronous(Synchronous.OFF)
                .readers(1)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            return look(db);
        } catch (CompletionException e) {
            return new Verdict(Set.of(), String.valueOf(e.getCause()));
        } catch (SqliteException e) {
            return new Verdict(Set.of(), String.valueOf(e));
        }
    }

    private Verdict look(AsyncSqlite db) {
        List<String> integrity = text(db, "PRAGMA integrity_check");
        if (!integrity.equals(List.of("ok"))) {
            return new Verdict(Set.of(), "integrity_check: " + integrity);
        }
        if (text(db, "SELECT name FROM sqlite_schema WHERE name = 'counter'").isEmpty()) {
            return new Verdict(acknowledged, null);
        }
        List<String> torn = text(
                db,
                "SELECT 'batch ' || id FROM batch GROUP BY id HAVING count(*) <> 3"
                        + " UNION ALL SELECT 'tx ' || id FROM tx GROUP BY id HAVING count(*) <> 2");
        if (!torn.isEmpty()) {
            return new Verdict(Set.of(), "torn: " + torn);
        }
        return missing(db);
    }

    private Verdict missing(AsyncSqlite db) {
        List<String> found = text(
                db,
                "SELECT 'single ' || id FROM single UNION ALL SELECT DISTINCT 'batch ' || id FROM batch"
                        + " UNION ALL SELECT DISTINCT 'tx ' || id FROM tx");
        long counter = Long.parseLong(text(db, "SELECT n FROM counter").get(0));
        Set<String> lost = new HashSet<>(acknowledged);
        found.forEach(lost::remove);
        lost.removeIf(write -> write.startsWith("counter") && id(write) <= counter);
        long latest =
                Math.max(counter, found.stream().mapToLong(CrashImage::id).max().orElse(0));
        Set<String> skipped = new TreeSet<>(lost);
        skipped.removeIf(write -> id(write) > latest);
        return new Verdict(lost, skipped.isEmpty() ? null : "there are later writes than the lost " + skipped);
    }

    private static long id(String write) {
        return Long.parseLong(write.substring(write.indexOf(' ') + 1));
    }

    private static List<String> text(AsyncSqlite db, String sql) {
        return db.query(sql).map(row -> String.valueOf(row.get(0))).list().join();
    }
}
