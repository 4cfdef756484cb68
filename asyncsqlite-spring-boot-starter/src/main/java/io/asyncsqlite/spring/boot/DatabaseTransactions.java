package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqliteTransactionManager;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import io.asyncsqlite.spring.boot.transaction.TransactionAwareBlockingSqlite;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.boot.web.context.reactive.ConfigurableReactiveWebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.transaction.TransactionManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Registers the beans for the transactions of each database. */
final class DatabaseTransactions {

    private DatabaseTransactions() {}

    /** Finds beans of a type. */
    @FunctionalInterface
    interface Beans {

        <T> ObjectProvider<T> ofType(Class<T> type);
    }

    /** The names of the beans of several databases begin with those of the databases. */
    static final class Managers implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            for (String bean : several(environment)) {
                managers(registry, environment, bean, context -> context.bean(bean, AsyncSqlite.class));
            }
        }
    }

    /** As {@link Managers}, for the beans that take part in transactions. */
    static final class Views implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            for (String bean : several(environment)) {
                registry.registerBean(
                        named(bean, "blockingSqlite"),
                        TransactionAwareBlockingSqlite.class,
                        spec -> spec.supplier(
                                context -> new TransactionAwareBlockingSqlite(context.bean(bean, AsyncSqlite.class))));
                if (isPresent("reactor.core.publisher.Mono")) {
                    registry.registerBean(
                            named(bean, "reactiveSqlite"),
                            ReactiveSqlite.class,
                            spec -> spec.supplier(
                                    context -> reactive(context.bean(bean, AsyncSqlite.class), context::beanProvider)));
                }
            }
        }
    }

    /** Returns the names of the databases; none where they name a single one, whose beans need no names. */
    private static Set<String> several(Environment environment) {
        Set<String> names = DatabasesRegistrar.names(environment);
        return names.size() < 2 ? Set.of() : names;
    }

    private static void managers(
            BeanRegistry registry,
            Environment environment,
            String database,
            Function<SupplierContext, AsyncSqlite> opened) {
        boolean reactiveFirst = environment instanceof ConfigurableReactiveWebEnvironment;
        boolean reactor = isPresent("reactor.core.publisher.Mono");
        registry.registerBean(named(database, "sqliteTransactionManager"), SqliteTransactionManager.class, spec -> {
            if (reactiveFirst) {
                spec.fallback();
            }
            // Made when it is asked for: a program that was processed ahead of time with one database may start with
            // several.
            spec.lazyInit()
                    .supplier(context -> customized(context, new SqliteTransactionManager(opened.apply(context))));
        });
        if (reactor) {
            registry.registerBean(
                    named(database, "reactiveSqliteTransactionManager"),
                    ReactiveSqliteTransactionManager.class,
                    spec -> {
                        if (!reactiveFirst) {
                            spec.fallback();
                        }
                        spec.lazyInit()
                                .supplier(context -> customized(
                                        context, new ReactiveSqliteTransactionManager(opened.apply(context))));
                    });
        }
    }

    private static String named(String database, String bean) {
        return database + StringUtils.capitalize(bean);
    }

    private static <T extends TransactionManager> T customized(SupplierContext context, T manager) {
        return ManagersOfOne.customized(manager, context.beanProvider(TransactionManagerCustomizers.class));
    }

    /** Makes a view that takes part in transactions of R2DBC, too, if this is present. */
    static ReactiveSqlite reactive(AsyncSqlite database, Beans beans) {
        return isPresent("org.springframework.r2dbc.connection.ConnectionHolder")
                ? new ReactiveSqlite(database, new R2dbcTransactions(database, beans.ofType(ConnectionFactory.class)))
                : new ReactiveSqlite(database);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, DatabaseTransactions.class.getClassLoader());
    }
}
