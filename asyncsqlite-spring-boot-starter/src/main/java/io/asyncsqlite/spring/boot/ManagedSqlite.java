package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * A database that lives as long as its application context.
 *
 * <pre> OPEN --stop--> CLOSED --start--> OPEN      OPEN, CLOSED --destroy--> CLOSED for good </pre>
 *
 * Invariants:
 * <ol>
 *   <li>It is open, and its scripts have run, before it is injected into other beans.
 *   <li>When the context closes, the database stays open in the lifecycle phases, so that its users can end before it. It is
 *       closed when its bean is destroyed.
 *   <li>When the context is stopped or paused, and not closed, the database is closed too, and opened again at the next start. One
 *       in memory stays open, because its content would be lost.
 * </ol>
 */
final class ManagedSqlite extends DelegatingSqlite implements SmartLifecycle, DisposableBean, ApplicationContextAware {

    /** Below the phases of the users of the database: it is stopped last and started first. */
    static final int PHASE = Integer.MIN_VALUE / 2;

    private static final Log LOG = LogFactory.getLog(ManagedSqlite.class);

    private final SqliteOptions options;
    private final Duration shutdownTimeout;

    /** Listeners that were added to the open database, which the next one gets, too. */
    private final List<SqliteListener> added = new CopyOnWriteArrayList<>();

    private volatile AsyncSqlite current;
    private volatile boolean open;
    private @Nullable ApplicationContext context;

    ManagedSqlite(SqliteOptions options, Duration shutdownTimeout, Consumer<AsyncSqlite> initialization) {
        this.options = options;
        this.shutdownTimeout = shutdownTimeout;
        this.current = AsyncSqlite.open(options);
        this.open = true;
        try {
            initialization.accept(current);
        } catch (RuntimeException | Error e) {
            current.close();
            throw e;
        }
    }

    @Override
    AsyncSqlite delegate() {
        return current;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.context = applicationContext;
    }

    @Override
    public void start() {
        if (!open) {
            AsyncSqlite opened = AsyncSqlite.open(options);
            added.forEach(opened::addListener);
            current = opened;
            open = true;
        }
    }

    @Override
    public void addListener(SqliteListener listener) {
        super.addListener(listener);
        added.add(listener);
    }

    @Override
    public void removeListener(SqliteListener listener) {
        super.removeListener(listener);
        added.remove(listener);
    }

    @Override
    public void stop() {
        if (!options.inMemory() && !contextCloses()) {
            shutDown();
        }
    }

    private boolean contextCloses() {
        return context instanceof ConfigurableApplicationContext closing && closing.isClosed();
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public boolean isPauseable() {
        return !options.inMemory();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void destroy() {
        shutDown();
    }

    private void shutDown() {
        open = false;
        int unfinished = current.close(shutdownTimeout);
        if (unfinished > 0) {
            LOG.warn("Database '" + name() + "' was closed after " + shutdownTimeout.toMillis() + " ms: " + unfinished
                    + " accepted operations were not finished and failed. Raise 'shutdown-timeout', or let users of the"
                    + " database end before it.");
        }
    }
}
