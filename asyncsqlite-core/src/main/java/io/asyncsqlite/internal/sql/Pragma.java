package io.asyncsqlite.internal.sql;

import static io.asyncsqlite.internal.sql.Pragma.Rule.ACTS;
import static io.asyncsqlite.internal.sql.Pragma.Rule.ACTS_OUTSIDE_TRANSACTION;
import static io.asyncsqlite.internal.sql.Pragma.Rule.ASKS;
import static io.asyncsqlite.internal.sql.Pragma.Rule.CONNECTION;
import static io.asyncsqlite.internal.sql.Pragma.Rule.FIXED;
import static io.asyncsqlite.internal.sql.Pragma.Rule.NEW_FILE;
import static io.asyncsqlite.internal.sql.Pragma.Rule.STORED;
import static io.asyncsqlite.internal.sql.Pragma.Rule.TRANSACTION;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All PRAGMAs of SQLite 3.54 and where a program may use them. Reading a value is allowed everywhere; a use that changes
 * something follows the {@link Rule}. A PRAGMA that is not in this table is refused, because SQLite would ignore it silently.
 *
 * @see <a href="https://www.sqlite.org/pragma.html">PRAGMA statements</a>
 */
public enum Pragma {
    /** {@code analysis_limit}. */
    ANALYSIS_LIMIT(CONNECTION),
    /** {@code application_id}. */
    APPLICATION_ID(STORED),
    /** {@code auto_vacuum}. */
    AUTO_VACUUM(NEW_FILE),
    /** {@code automatic_index}. */
    AUTOMATIC_INDEX(CONNECTION),
    /** {@code busy_timeout}. */
    BUSY_TIMEOUT(FIXED, "it would replace the handler that watches deadlines: use SqliteOptions.busyTimeout"),
    /** {@code cache_size}. */
    CACHE_SIZE(CONNECTION),
    /** {@code cache_spill}. */
    CACHE_SPILL(CONNECTION),
    /** {@code case_sensitive_like}. */
    CASE_SENSITIVE_LIKE(CONNECTION),
    /** {@code cell_size_check}. */
    CELL_SIZE_CHECK(CONNECTION),
    /** {@code checkpoint_fullfsync}. */
    CHECKPOINT_FULLFSYNC(CONNECTION),
    /** {@code collation_list}. */
    COLLATION_LIST(ASKS),
    /** {@code compile_options}. */
    COMPILE_OPTIONS(ASKS),
    /** {@code count_changes}. */
    COUNT_CHANGES(FIXED, Advice.DEPRECATED),
    /** {@code data_version}. */
    DATA_VERSION(ASKS),
    /** {@code database_list}. */
    DATABASE_LIST(ASKS),
    /** {@code default_cache_size}. */
    DEFAULT_CACHE_SIZE(FIXED, Advice.DEPRECATED),
    /** {@code defer_foreign_keys}. */
    DEFER_FOREIGN_KEYS(TRANSACTION),
    /** {@code empty_result_callbacks}. */
    EMPTY_RESULT_CALLBACKS(FIXED, Advice.DEPRECATED),
    /** {@code encoding}. */
    ENCODING(FIXED, "it is that of the file, and UTF-8 for a new one"),
    /** {@code foreign_key_check}. */
    FOREIGN_KEY_CHECK(ASKS),
    /** {@code foreign_key_list}. */
    FOREIGN_KEY_LIST(ASKS),
    /** {@code foreign_keys}. */
    FOREIGN_KEYS(Rule.FOREIGN_KEYS),
    /** {@code freelist_count}. */
    FREELIST_COUNT(ASKS),
    /** {@code full_column_names}. */
    FULL_COLUMN_NAMES(FIXED, Advice.DEPRECATED),
    /** {@code fullfsync}. */
    FULLFSYNC(CONNECTION),
    /** {@code function_list}. */
    FUNCTION_LIST(ASKS),
    /** {@code hard_heap_limit}. */
    HARD_HEAP_LIMIT(FIXED, Advice.PROCESS),
    /** {@code ignore_check_constraints}. */
    IGNORE_CHECK_CONSTRAINTS(CONNECTION),
    /** {@code incremental_vacuum}. */
    INCREMENTAL_VACUUM(ACTS),
    /** {@code index_info}. */
    INDEX_INFO(ASKS),
    /** {@code index_list}. */
    INDEX_LIST(ASKS),
    /** {@code index_xinfo}. */
    INDEX_XINFO(ASKS),
    /** {@code integrity_check}. */
    INTEGRITY_CHECK(ASKS),
    /** {@code journal_mode}. */
    JOURNAL_MODE(FIXED, "all connections rest on it: use SqliteOptions.journalMode"),
    /** {@code journal_size_limit}. */
    JOURNAL_SIZE_LIMIT(CONNECTION),
    /** {@code legacy_alter_table}. */
    LEGACY_ALTER_TABLE(CONNECTION),
    /** {@code lock_proxy_file}. */
    LOCK_PROXY_FILE(FIXED, "all connections rest on it"),
    /** {@code locking_mode}. */
    LOCKING_MODE(FIXED, "connections of one database share the file"),
    /** {@code max_page_count}. */
    MAX_PAGE_COUNT(CONNECTION),
    /** {@code mmap_size}. */
    MMAP_SIZE(CONNECTION),
    /** {@code module_list}. */
    MODULE_LIST(ASKS),
    /** {@code optimize}. */
    OPTIMIZE(ACTS),
    /** {@code page_count}. */
    PAGE_COUNT(ASKS),
    /** {@code page_size}. */
    PAGE_SIZE(NEW_FILE),
    /** {@code pragma_list}. */
    PRAGMA_LIST(ASKS),
    /** {@code query_only}. */
    QUERY_ONLY(FIXED, "use read, or a transaction with TransactionMode.READ_ONLY"),
    /** {@code quick_check}. */
    QUICK_CHECK(ASKS),
    /** {@code read_uncommitted}. */
    READ_UNCOMMITTED(CONNECTION),
    /** {@code recursive_triggers}. */
    RECURSIVE_TRIGGERS(CONNECTION),
    /** {@code reverse_unordered_selects}. */
    REVERSE_UNORDERED_SELECTS(CONNECTION),
    /** {@code schema_version}. */
    SCHEMA_VERSION(FIXED, "a wrong number makes connections read with an old schema, and can corrupt the file"),
    /** {@code secure_delete}. */
    SECURE_DELETE(CONNECTION),
    /** {@code short_column_names}. */
    SHORT_COLUMN_NAMES(FIXED, Advice.DEPRECATED),
    /** {@code shrink_memory}. */
    SHRINK_MEMORY(ACTS),
    /** {@code soft_heap_limit}. */
    SOFT_HEAP_LIMIT(FIXED, Advice.PROCESS),
    /** {@code synchronous}. */
    SYNCHRONOUS(FIXED, "commits and checkpoints of all connections rest on it: use SqliteOptions.synchronous"),
    /** {@code table_info}. */
    TABLE_INFO(ASKS),
    /** {@code table_list}. */
    TABLE_LIST(ASKS),
    /** {@code table_xinfo}. */
    TABLE_XINFO(ASKS),
    /** {@code temp_store}. */
    TEMP_STORE(CONNECTION),
    /** {@code temp_store_directory}. */
    TEMP_STORE_DIRECTORY(FIXED, Advice.DEPRECATED),
    /** {@code threads}. */
    THREADS(CONNECTION),
    /** {@code trusted_schema}. */
    TRUSTED_SCHEMA(CONNECTION),
    /** {@code user_version}. */
    USER_VERSION(STORED),
    /** {@code wal_autocheckpoint}. */
    WAL_AUTOCHECKPOINT(CONNECTION),
    /** {@code wal_checkpoint}. */
    WAL_CHECKPOINT(ACTS_OUTSIDE_TRANSACTION),
    /** {@code writable_schema}. */
    WRITABLE_SCHEMA(
            FIXED,
            "a statement that writes the schema can corrupt the file: use CREATE, ALTER and DROP. In a dump of the"
                    + " sqlite3 shell it makes virtual tables, which a program has to create itself");

    /** Where a PRAGMA may change something. */
    public enum Rule {
        /** Changes nothing; its argument selects the information. Allowed everywhere. */
        ASKS,
        /** A number that is kept in the file and belongs to the transaction. Allowed wherever something may be written. */
        STORED,
        /** Does something at once. Allowed wherever something may be written. */
        ACTS,
        /** Does something at once that cannot be done inside a transaction. */
        ACTS_OUTSIDE_TRANSACTION,
        /** A setting of each connection. Set for all of them by an option, or for one {@code AsyncConnection} of a file. */
        CONNECTION,
        /** A property that a file gets when it is made, or with VACUUM on an {@code AsyncConnection}. */
        NEW_FILE,
        /** A setting that lasts until the end of the transaction. */
        TRANSACTION,
        /** {@code foreign_keys}, which SQLite ignores inside a transaction. */
        FOREIGN_KEYS,
        /** Never changed while the database is open. */
        FIXED
    }

    /** Where a PRAGMA is used. */
    public enum Place {
        /** An operation of the database, which any of its connections may run. */
        DATABASE,
        /** A transaction that may write, or a lambda that writes. */
        TRANSACTION,
        /** A transaction or a lambda that only reads. */
        READING,
        /** A script. */
        SCRIPT,
        /** A user's connection to a file. */
        CONNECTION,
        /** A user's connection to a database in memory, which is the database's only connection. */
        MEMORY_CONNECTION
    }

    private static final Map<String, Pragma> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Pragma::pragmaName, Function.identity()));

    private final Rule rule;
    private final @Nullable String advice;

    Pragma(Rule rule) {
        this(rule, null);
    }

    Pragma(Rule rule, @Nullable String advice) {
        this.rule = rule;
        this.advice = advice;
    }

    /**
     * Finds a PRAGMA.
     *
     * @param name its name, in any case
     * @return the PRAGMA, or null if SQLite has none of that name
     */
    public static @Nullable Pragma of(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns its name.
     *
     * @return such as {@code user_version}
     */
    public String pragmaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns its rule.
     *
     * @return where it may change something
     */
    public Rule rule() {
        return rule;
    }

    /**
     * Returns why it is never set, and what to use instead.
     *
     * @return the advice, or null if it has another rule than {@link Rule#FIXED}
     */
    public @Nullable String advice() {
        return advice;
    }

    /**
     * Tells whether it may be set for all connections when a database is opened.
     *
     * @return whether the option {@code pragma} takes it
     */
    public boolean isOption() {
        return rule == CONNECTION || rule == NEW_FILE;
    }

    /** Tells whether a use of it changes something. */
    boolean acts(boolean hasValue) {
        return switch (rule) {
            case ASKS -> false;
            case ACTS, ACTS_OUTSIDE_TRANSACTION -> true;
            default -> hasValue;
        };
    }

    /**
     * Says why it cannot be used to change something.
     *
     * @param place where
     * @return the reason and what to do instead, or null if it can
     */
    public @Nullable String refusal(Place place) {
        String reason = reason(place);
        return reason == null ? null : "PRAGMA " + pragmaName() + " " + reason;
    }

    private @Nullable String reason(Place place) {
        boolean own = place == Place.CONNECTION || place == Place.MEMORY_CONNECTION;
        return switch (rule) {
            case ASKS -> null;
            case STORED, ACTS -> place == Place.READING ? "writes, which work that reads must not" : null;
            case ACTS_OUTSIDE_TRANSACTION ->
                own || place == Place.DATABASE ? null : "cannot run inside a transaction: run it with execute";
            case TRANSACTION -> transactionReason(place);
            case CONNECTION, NEW_FILE ->
                place == Place.CONNECTION
                        ? null
                        : place == Place.MEMORY_CONNECTION
                                ? "would stay set for the others who use the database in memory: set it with"
                                        + " SqliteOptions.Builder.pragma"
                                : "would be set on one of the connections only: set it for all with"
                                        + " SqliteOptions.Builder.pragma, or on an AsyncConnection for that one";
            case FOREIGN_KEYS ->
                place == Place.CONNECTION
                        ? null
                        : "cannot be set here: use SqliteOptions.foreignKeys, an AsyncConnection of a file, or a"
                                + " script that starts with PRAGMA foreign_keys = OFF";
            case FIXED -> "cannot be changed while the database is open: " + advice;
        };
    }

    private static @Nullable String transactionReason(Place place) {
        return switch (place) {
            case TRANSACTION, SCRIPT, CONNECTION, MEMORY_CONNECTION -> null;
            case DATABASE -> "has effect only inside a transaction: use inTransaction, write or executeScript";
            case READING -> "has no effect where nothing is written";
        };
    }

    /** Advice that several constants share. Constants of an enum cannot refer to its static fields. */
    private static final class Advice {

        static final String DEPRECATED = "SQLite's documentation calls it deprecated";
        static final String PROCESS = "it is one of the whole process, not of a database";

        private Advice() {}
    }
}
