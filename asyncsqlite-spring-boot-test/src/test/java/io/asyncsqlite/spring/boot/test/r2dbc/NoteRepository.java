package io.asyncsqlite.spring.boot.test.r2dbc;

import org.springframework.data.r2dbc.repository.R2dbcRepository;

interface NoteRepository extends R2dbcRepository<Note, Long> {}
