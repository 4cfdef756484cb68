package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.file.FileWatch;
import io.asyncsqlite.internal.file.OpenFiles;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that every connection of a database attaches. They are prepared and released by the writer's thread, before and after all connections, and
 * attached by each connection's own thread.
 *
 * <p>Invariant: each connection attaches them in the order of the options and before anything else, so SQLite has the same number for each of them on
 * all connections.
 */
final class Attachments {

    private static final Log LOG = Log.of(Attachments.class);
    private static final String WAL = "wal";

    /** One that was prepared. */
    private record Prepared(SqliteAttachment attachment, DatabaseFile file, SqliteOptions shown) {}

    private final Engine engine;
    private final SqliteOptions options;
    private volatile List<Prepared> prepared = List.of();

    Attachments(Engine engine, SqliteOptions options) {
        this.engine = engine;
        this.options = options;
    }

    /** Checks the files, creates those that may be created, and counts them as open. If one is refused, none counts. */
    void prepare() {
        List<Prepared> all = new ArrayList<>();
        try {
            for (SqliteAttachment attachment : options.attachments()) {
                all.add(prepare(attachment));
            }
        } catch (RuntimeException | Error e) {
            all.forEach(each -> OpenFiles.remove(each.file.key()));
            throw e;
        }
        prepared = List.copyOf(all);
    }

    private Prepared prepare(SqliteAttachment attachment) {
        SqliteOptions shown = SqliteOptions.file(attachment.file())
                .name(nameOf(attachment))
                .readOnly(readsOnly(attachment))
                .immutable(options.immutable())
                .mustExist(options.mustExist())
                .build();
        DatabaseFile file = DatabaseFile.prepare(attachment.file(), shown);
        if (!OpenFiles.add(file.key())) {
            throw Failures.cannotOpen(
                    shown,
                    Reason.ALREADY_OPEN,
                    "this program has it open already, as a database or attached to one",
                    null);
        }
        return new Prepared(attachment, file, shown);
    }

    private String nameOf(SqliteAttachment attachment) {
        return attachment.schema() + " of " + options.name();
    }

    private static String qualifier(SqliteAttachment attachment) {
        return Identifiers.quoted(attachment.schema()) + '.';
    }

    private boolean readsOnly(SqliteAttachment attachment) {
        return attachment.readOnly() || options.readOnly();
    }

    /** Attaches all to a new connection, whose own file has its settings. */
    void attachTo(EngineConnection raw, DatabaseConnection connection, boolean writer) throws EngineException {
        for (Prepared each : prepared) {
            attach(raw, each);
        }
        connection
                .changes()
                .attached(
                        prepared.stream().map(each -> each.attachment.schema()).toList());
        for (Prepared each : prepared) {
            configure(connection, each, writer);
        }
    }

    private void attach(EngineConnection raw, Prepared each) throws EngineException {
        try {
            raw.attach(uri(each), each.attachment.schema());
        } catch (EngineException e) {
            throw new EngineException(e.code(), e.getMessage() + ", of " + Failures.location(each.shown));
        }
    }

    /** A connection that only reads attaches files to be only read, too. */
    private String uri(Prepared each) {
        String mode = options.immutable() ? "?immutable=1" : readsOnly(each.attachment) ? "?mode=ro" : "";
        return "file:" + each.file.real().toUri().getRawPath() + mode;
    }

    private void configure(DatabaseConnection connection, Prepared each, boolean writer) throws EngineException {
        String schema = qualifier(each.attachment);
        if (writer && !readsOnly(each.attachment)) {
            Integer pageSize = options.pageSize();
            if (pageSize != null && each.file.isNew()) {
                connection.pragma("PRAGMA " + schema + "page_size=" + pageSize);
            }
            setJournalMode(connection, each, schema);
        }
        if (!readsOnly(each.attachment)) {
            copySetting(connection, schema, "synchronous");
            copySetting(connection, schema, "journal_size_limit");
        }
        copySetting(connection, schema, "cache_size");
        // Opens the file now, so that a connection that cannot read it fails here, and makes the log of a new file.
        connection.pragma("PRAGMA " + schema + "schema_version");
    }

    private static void copySetting(DatabaseConnection connection, String schema, String setting)
            throws EngineException {
        connection.pragma("PRAGMA " + schema + setting + '=' + connection.pragma("PRAGMA main." + setting));
    }

    /** With a log here and a rollback journal there, SQLite could commit one and then not get the lock of the other. */
    private void setJournalMode(DatabaseConnection connection, Prepared each, String schema) throws EngineException {
        String wanted = connection.pragma("PRAGMA main.journal_mode");
        String found = connection.pragma("PRAGMA " + schema + "journal_mode");
        boolean keeps = options.journalMode() == JournalMode.KEEP;
        if (found.equals(wanted) || (keeps && !found.equals(WAL) && !wanted.equals(WAL))) {
            return;
        }
        String set = keeps ? found : connection.pragma("PRAGMA " + schema + "journal_mode=" + wanted);
        if (!set.equals(wanted)) {
            throw Failures.cannotOpen(
                    each.shown,
                    Reason.SETTING_REFUSED,
                    "journal_mode should be " + wanted + ", as of the database, but stays " + set,
                    null);
        }
        if (!each.file.isNew()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "The journal mode of database " + Failures.location(each.shown) + " was changed from " + found
                            + " to " + wanted + ", for all programs that open it; journalMode KEEP leaves it as it is");
        }
    }

    /** Tells whether a transaction may write more than one file. */
    boolean mayBeWritten() {
        return options.attachments().stream().anyMatch(attachment -> !readsOnly(attachment));
    }

    /** Updates the statistics of those that are written. */
    void optimize(DatabaseConnection writer, String optimize) {
        for (Prepared each : prepared) {
            if (!readsOnly(each.attachment)) {
                Statistics.optimize(writer, qualifier(each.attachment), optimize, each.file.isNew());
            }
        }
    }

    /** Watches the files of a watch and those that are attached now. */
    FileWatch watchedWith(FileWatch main) {
        FileWatch all = main;
        for (Prepared each : prepared) {
            all = all.and(FileWatch.of(each.file.real(), each.file.key().identity()));
        }
        return all;
    }

    /** Returns the logs of those that are written. */
    List<WrittenLog> logs() {
        List<WrittenLog> logs = new ArrayList<>();
        for (SqliteAttachment attachment : options.attachments()) {
            if (!readsOnly(attachment)) {
                logs.add(new WrittenLog(nameOf(attachment), qualifier(attachment), () -> logBytes(attachment)));
            }
        }
        return logs;
    }

    private long logBytes(SqliteAttachment attachment) {
        return prepared.stream()
                .filter(each -> each.attachment.equals(attachment))
                .mapToLong(each -> each.file.logBytes())
                .sum();
    }

    long logBytes() {
        return prepared.stream().mapToLong(each -> each.file.logBytes()).sum();
    }

    /** Notes that all connections are closed. */
    void release() {
        for (Prepared each : prepared) {
            if (readsOnly(each.attachment) && !options.immutable()) {
                LeftLog.delete(engine, each.file, options.name());
            }
            OpenFiles.remove(each.file.key());
        }
        prepared = List.of();
    }
}
