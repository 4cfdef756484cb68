package io.asyncsqlite.r2dbc;

import io.asyncsqlite.SavepointOperations;
import io.asyncsqlite.TransactionMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A connection. Thread-safe; operations run in the order in which they are subscribed to.
 *
 * <p>It is in auto-commit mode unless a transaction is open or the mode was switched off; then the first statement begins a transaction.
 */
final class SqliteConnection implements Connection, Lifecycle, Wrapped<Object> {

    private static final Set<IsolationLevel> ISOLATION_LEVELS = Set.of(
            IsolationLevel.READ_UNCOMMITTED,
            IsolationLevel.READ_COMMITTED,
            IsolationLevel.REPEATABLE_READ,
            IsolationLevel.SERIALIZABLE);

    private final ConnectionState state;
    private final Session session;
    private final Execution execution;
    private final SqlTexts texts;
    private final Predicate<Class<?>> bindable;
    private final SqliteConnectionMetadata metadata;

    SqliteConnection(
            Session session,
            SessionSettings settings,
            SqlTexts texts,
            Predicate<Class<?>> bindable,
            SqliteConnectionMetadata metadata) {
        this.session = session;
        this.state = new ConnectionState(session, settings);
        this.execution = new Execution(state);
        this.texts = texts;
        this.bindable = bindable;
        this.metadata = metadata;
    }

    Execution execution() {
        return execution;
    }

    SqlText read(String sql) {
        return texts.read(sql);
    }

    boolean supports(Class<?> type) {
        return bindable.test(type);
    }

    @Override
    public SqliteStatement createStatement(String sql) {
        return new SqliteStatement(this, read(Arguments.requireNonNull(sql, "sql")));
    }

    @Override
    public SqliteBatch createBatch() {
        return new SqliteBatch(this);
    }

    @Override
    public Mono<Void> beginTransaction() {
        return state.begin(TransactionMode.IMMEDIATE, null, null);
    }

    @Override
    public Mono<Void> beginTransaction(TransactionDefinition definition) {
        Arguments.requireNonNull(definition, "definition");
        return Mono.defer(() -> {
            checkIsolationLevel(definition.getAttribute(TransactionDefinition.ISOLATION_LEVEL));
            boolean readOnly = Boolean.TRUE.equals(definition.getAttribute(TransactionDefinition.READ_ONLY));
            Duration timeout = definition.getAttribute(TransactionDefinition.LOCK_WAIT_TIMEOUT);
            return state.begin(
                    readOnly ? TransactionMode.READ_ONLY : TransactionMode.IMMEDIATE,
                    timeout == null ? null : Timeouts.checked("lockWaitTimeout", timeout),
                    definition.getAttribute(TransactionDefinition.NAME));
        });
    }

    @Override
    public Mono<Void> commitTransaction() {
        return state.exclusively(this::commitIfOpen);
    }

    @Override
    public Mono<Void> rollbackTransaction() {
        return state.exclusively(this::rollbackIfOpen);
    }

    private CompletableFuture<Void> commitIfOpen() {
        return session.inTransaction() ? session.commit() : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> rollbackIfOpen() {
        return session.inTransaction() ? session.rollback() : CompletableFuture.completedFuture(null);
    }

    @Override
    public Mono<Void> createSavepoint(String name) {
        Arguments.requireNonNull(name, "name");
        return state.exclusivelyInTransaction(() -> session.savepoints().savepoint(name));
    }

    @Override
    public Mono<Void> releaseSavepoint(String name) {
        Arguments.requireNonNull(name, "name");
        return savepoint(savepoints -> savepoints.release(name));
    }

    @Override
    public Mono<Void> rollbackTransactionToSavepoint(String name) {
        Arguments.requireNonNull(name, "name");
        return savepoint(savepoints -> savepoints.rollbackTo(name));
    }

    private Mono<Void> savepoint(Function<SavepointOperations, CompletableFuture<Void>> operation) {
        return state.exclusively(
                () -> session.inTransaction() ? operation.apply(session.savepoints()) : Failures.noTransaction());
    }

    @Override
    public boolean isAutoCommit() {
        return state.isAutoCommit();
    }

    @Override
    public Mono<Void> setAutoCommit(boolean autoCommit) {
        return state.exclusively(() -> {
            if (autoCommit == isAutoCommit()) {
                return CompletableFuture.completedFuture(null);
            }
            state.autoCommit(autoCommit);
            return autoCommit ? commitIfOpen() : CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public IsolationLevel getTransactionIsolationLevel() {
        return IsolationLevel.SERIALIZABLE;
    }

    /** Accepts the four levels of SQL: every transaction is at least as isolated as each of them. */
    @Override
    public Mono<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
        Arguments.requireNonNull(isolationLevel, "isolationLevel");
        return set(() -> checkIsolationLevel(isolationLevel));
    }

    private static void checkIsolationLevel(@Nullable IsolationLevel level) {
        if (level != null && !ISOLATION_LEVELS.contains(level)) {
            throw new IllegalArgumentException("isolationLevel must be one of " + ISOLATION_LEVELS + ", was " + level);
        }
    }

    @Override
    public Mono<Void> setStatementTimeout(Duration timeout) {
        Duration checked = Timeouts.checked("timeout", Arguments.requireNonNull(timeout, "timeout"));
        return set(() -> state.statementTimeout(checked));
    }

    @Override
    public Mono<Void> setLockWaitTimeout(Duration timeout) {
        Duration checked = Timeouts.checked("timeout", Arguments.requireNonNull(timeout, "timeout"));
        return set(() -> state.lockWaitTimeout(checked));
    }

    private Mono<Void> set(Runnable setter) {
        return state.exclusively(() -> {
            setter.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public SqliteConnectionMetadata getMetadata() {
        return metadata;
    }

    /** Local: whether the connection is open. Remote: also whether a query succeeds. */
    @Override
    public Mono<Boolean> validate(ValidationDepth depth) {
        Arguments.requireNonNull(depth, "depth");
        return Mono.defer(() -> {
            if (state.isClosed() || depth == ValidationDepth.LOCAL) {
                return Mono.just(!state.isClosed());
            }
            return Mono.fromFuture(() -> session.operations(state.statementTimeout())
                            .query("SELECT 1")
                            .first())
                    .map(row -> !state.isClosed())
                    .onErrorReturn(false);
        });
    }

    @Override
    public Mono<Void> postAllocate() {
        return Mono.empty();
    }

    /**
     * Makes the connection like a new one, for the next user of a pool. Changes of an exclusive connection in SQLite, such as
     * temporary tables, stay.
     */
    @Override
    public Mono<Void> preRelease() {
        return state.exclusively(() -> {
            state.reset();
            return rollbackIfOpen();
        });
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(state::close);
    }

    /** Closes a connection whose subscriber has cancelled. */
    void abandon() {
        close().subscribe();
    }

    @Override
    public Object unwrap() {
        return session.core();
    }

    /** Returns this connection, the core's object behind it, or its open transaction; the first that is of the type, or null. */
    @Override
    public <E> @Nullable E unwrap(Class<E> targetClass) {
        Object core = targetClass.isInstance(session.core()) ? session.core() : session.transaction();
        Object found = targetClass.isInstance(this) ? this : core;
        return targetClass.isInstance(found) ? targetClass.cast(found) : null;
    }
}
