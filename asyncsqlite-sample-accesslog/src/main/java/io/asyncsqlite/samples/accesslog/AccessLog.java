package io.asyncsqlite.samples.accesslog;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Imports an access log in the common log format, from a file or standard input, and prints what was asked for most. */
public final class AccessLog {

    private static final Pattern LINE =
            Pattern.compile("(\\S+) \\S+ \\S+ \\[([^]]+)] \"(\\S+) (\\S+)[^\"]*\" (\\d{3}) (\\d+|-).*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    record Request(String host, Instant at, String method, String path, int status, long bytes) {}

    private AccessLog() {}

    /**
     * Runs the tool. Its status is 0, or 1 if it failed and imported nothing, or 2 for wrong arguments.
     *
     * @param args the database file, and the log or "-" for standard input
     */
    public static void main(String[] args) {
        System.exit(run(args, System.in, System.out, System.err));
    }

    static int run(String[] args, InputStream stdin, PrintStream out, PrintStream err) {
        if (args.length != 2) {
            err.println("Usage: accesslog DATABASE LOG    (LOG may be - for standard input)");
            return 2;
        }
        boolean piped = args[1].equals("-");
        try (InputStream log = piped ? stdin : Files.newInputStream(Path.of(args[1]));
                AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            load(db, log, piped ? 0 : Files.size(Path.of(args[1])), err);
            report(db, "path", "ORDER BY n DESC, what LIMIT 10", out);
            report(db, "status", "ORDER BY n DESC, what", out);
            report(db, "substr(at, 12, 2)", "ORDER BY what", out);
            return 0;
        } catch (IOException | SqliteException | CompletionException e) {
            err.println(
                    "accesslog failed, and imported nothing: " + (e instanceof CompletionException ? e.getCause() : e));
            return 1;
        }
    }

    /** Writes all lines or none. Lines are read and parsed while those before them are written. */
    private static void load(AsyncSqlite db, InputStream log, long size, PrintStream err) {
        LineNumberReader lines = new LineNumberReader(new InputStreamReader(log, StandardCharsets.UTF_8));
        AtomicLong read = new AtomicLong();
        var requests = lines.lines()
                .peek(line -> read.addAndGet(line.length() + 1L))
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(AccessLog::request);
        db.execute("CREATE TABLE IF NOT EXISTS request"
                        + "(host TEXT, at TEXT, method TEXT, path TEXT, status INTEGER, bytes INTEGER) STRICT")
                .join();
        long written = db.withTimeout(Duration.ofHours(1))
                .bulkWrite("INSERT INTO request VALUES (:host, :at, :method, :path, :status, :bytes)")
                .allOrNone()
                .withProgress(rows -> err.print(bar(rows, read.get(), size)))
                .from(requests.iterator())
                .join();
        err.printf("%n%,d lines were no requests%n", lines.getLineNumber() - written);
    }

    private static Request request(Matcher line) {
        Instant at = Instant.from(TIME.parse(line.group(2)));
        long bytes = Long.parseLong(line.group(6).replace('-', '0'));
        return new Request(line.group(1), at, line.group(3), line.group(4), Integer.parseInt(line.group(5)), bytes);
    }

    private static String bar(long rows, long read, long size) {
        int done = size == 0 ? 0 : (int) Math.min(25, read * 25 / size);
        return String.format("\r%,d requests %s", rows, size == 0 ? "" : "#".repeat(done) + ".".repeat(25 - done));
    }

    private static void report(AsyncSqlite db, String what, String order, PrintStream out) {
        out.printf("%n%-40s %12s %16s%n", what, "requests", "bytes");
        db.query("SELECT " + what + " AS what, count(*) AS n, sum(bytes) AS b FROM request GROUP BY 1 " + order)
                .forEach(row -> out.printf("%-40s %,12d %,16d%n", row.get("what"), row.getLong("n"), row.getLong("b")))
                .join();
    }
}
