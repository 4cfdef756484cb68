package io.asyncsqlite.spring.boot.test.r2dbc;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class R2dbcApplication {}
