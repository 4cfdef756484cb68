package io.asyncsqlite.registry;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.option.Range;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** How a registry works, as its builder was told. */
record RegistryOptions<K>(
        Function<? super K, SqliteOptions> databases,
        int maxOpen,
        Duration idleTime,
        Duration leaseTimeout,
        Function<? super AsyncSqlite, ? extends CompletionStage<?>> initialization,
        Executor callbackExecutor) {

    private static final Range<Integer> DATABASES = new Range<>(1, 100_000, "from 1 to 100000");

    RegistryOptions {
        DATABASES.check("maxOpen", maxOpen);
        Range.POSITIVE_TIME.check("idleTime", idleTime);
        Range.POSITIVE_TIME.check("leaseTimeout", leaseTimeout);
    }
}
