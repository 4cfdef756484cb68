package io.asyncsqlite.spring.boot.test.r2dbc;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

record Note(@Id @Nullable Long id, String body) {}
