package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.swing.DefaultListModel;
import javax.swing.SwingUtilities;

/** A desktop program: results arrive on the thread of Swing, which never waits for the disk. */
public final class Desktop {

    public static void main(String[] args) throws Exception {
        DefaultListModel<String> shown = new DefaultListModel<>();
        SqliteOptions options = SqliteOptions.file(Path.of(args[0]))
                .callbackExecutor(SwingUtilities::invokeLater)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            CompletableFuture<Void> done = db.execute("CREATE TABLE contact(name TEXT)")
                    .thenCompose(made -> db.executeMany("INSERT INTO contact VALUES (?)", List.of("Ada", "Ben")))
                    .thenCompose(added -> db.query("SELECT name FROM contact ORDER BY name")
                            .mapTo(String.class)
                            .list())
                    .thenAccept(names -> {
                        System.out.println("on Swing's thread: " + SwingUtilities.isEventDispatchThread());
                        shown.addAll(names);
                    });
            done.join();
        }
        System.out.println(shown);
    }
}
