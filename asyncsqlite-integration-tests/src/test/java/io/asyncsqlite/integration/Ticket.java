package io.asyncsqlite.integration;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;

/** A row of which a program need give nothing. */
record Ticket(
        @Id @Nullable Long id, @ReadOnlyProperty @Nullable String state) {}
