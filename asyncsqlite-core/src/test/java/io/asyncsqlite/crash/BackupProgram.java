package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import java.nio.file.Path;
import java.util.List;

/** Replaces a backup again and again until it is killed, and prints the number of each that was made. Each holds its number twice. */
final class BackupProgram {

    private BackupProgram() {}

    /** Takes the database file, the target, and the first number. */
    public static void main(String[] arguments) {
        Path target = Path.of(arguments[1]);
        BackupOptions replacing = BackupOptions.builder().replace(true).build();
        AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]));
        for (long number = Long.parseLong(arguments[2]); ; number++) {
            db.executeMany("UPDATE generation SET number = ? WHERE copy = ?", pairs(number))
                    .join();
            db.backup(target, replacing).join();
            System.out.println(number);
        }
    }

    private static List<List<Long>> pairs(long number) {
        return List.of(List.of(number, 1L), List.of(number, 2L));
    }
}
