package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of any size in pieces of 64 KiB, written and read back in constant memory. */
public final class FileStore {

    public static void main(String[] args) throws IOException {
        Path source = Files.write(Path.of(args[0] + ".in"), new byte[200_000]);
        Path target = Path.of(args[0] + ".out");
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]));
                InputStream in = Files.newInputStream(source);
                OutputStream out = Files.newOutputStream(target)) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE piece(file TEXT, n INTEGER, bytes BLOB, PRIMARY KEY (file, n))");
            try (BlockingTransaction tx = db.begin()) {
                byte[] bytes;
                for (int n = 0; (bytes = in.readNBytes(65_536)).length > 0; n++) {
                    tx.execute("INSERT INTO piece VALUES (?, ?, ?)", "zeros", n, bytes);
                }
                tx.commit();
            }
            long pieces = db.query("SELECT bytes FROM piece WHERE file = ? ORDER BY n", "zeros")
                    .forEach(row -> write(out, row.getBytes("bytes")));
            System.out.println(pieces + " pieces, " + Files.size(target) + " bytes");
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
