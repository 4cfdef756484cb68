package io.asyncsqlite.spring.boot.test.examples;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;

/** The application of the examples. */
@SpringBootApplication(exclude = R2dbcAutoConfiguration.class)
class NoteApplication {}
