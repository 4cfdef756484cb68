--liquibase formatted sql
--changeset asyncsqlite:1
CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL);
INSERT INTO note(body) VALUES ('by Liquibase');
