package org.example;

import io.asyncsqlite.BlockingSqlite;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootVersion;
import org.springframework.stereotype.Component;

@Component
class Program implements CommandLineRunner {

    private final BlockingSqlite database;
    private final Notes notes;

    Program(BlockingSqlite database, Notes notes) {
        this.database = database;
        this.notes = notes;
    }

    @Override
    public void run(String... arguments) {
        database.execute("INSERT INTO note(body) VALUES (?)", "spring");
        notes.findAll().doOnNext(System.out::println).blockLast();
        System.out.println("Spring Boot " + SpringBootVersion.getVersion() + ", SQLite "
                + database.query("SELECT sqlite_version()").mapTo(String.class).one());
    }
}
