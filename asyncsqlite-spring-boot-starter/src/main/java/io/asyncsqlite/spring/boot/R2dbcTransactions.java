package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Transaction;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.connection.ConnectionHolder;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/** Finds the transaction that Spring's manager for R2DBC has open on a database. */
final class R2dbcTransactions implements Function<TransactionSynchronizationManager, @Nullable Transaction> {

    private final AsyncSqlite database;
    private final SingletonSupplier<List<ConnectionFactory>> factories;

    R2dbcTransactions(AsyncSqlite database, ObjectProvider<ConnectionFactory> factories) {
        this.database = database;
        // Asked for when the first operation runs: a factory may need the database.
        this.factories = SingletonSupplier.of(() -> factories.stream().toList());
    }

    @Override
    public @Nullable Transaction apply(TransactionSynchronizationManager context) {
        for (ConnectionFactory factory : factories.obtain()) {
            if (context.getResource(factory) instanceof ConnectionHolder holder
                    && holder.getConnection() instanceof Wrapped<?> connection
                    && isOfDatabase(connection)) {
                return connection.unwrap(OpenTransaction.class);
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // Compares identity.
    private boolean isOfDatabase(Wrapped<?> connection) {
        return connection.unwrap(AsyncSqlite.class) == database;
    }
}
