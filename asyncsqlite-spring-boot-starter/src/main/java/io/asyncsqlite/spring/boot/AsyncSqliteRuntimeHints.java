package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Keeps the resources of the library in a native image. Those of sqlite-jdbc are kept by its own metadata. */
final class AsyncSqliteRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/asyncsqlite/internal/engine/native/*");
    }
}
