package io.asyncsqlite.integration;

import org.springframework.data.annotation.Id;

/** A row with a natural key. */
record Account(@Id String name, long balance) {}
