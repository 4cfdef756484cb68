package io.asyncsqlite.spring.boot.examples;

import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

// tag::reactive-service[]
@Service
class ReactiveAccountService {

    private final ReactiveSqlite database;

    ReactiveAccountService(ReactiveSqlite database) {
        this.database = database;
    }

    @Transactional
    public Mono<Void> transfer(long from, long to, long amount) {
        return database.mono(db -> db.execute("UPDATE account SET balance = balance - ? WHERE id = ?", amount, from))
                .then(database.mono(
                        db -> db.execute("UPDATE account SET balance = balance + ? WHERE id = ?", amount, to)))
                .then();
    }
}
// end::reactive-service[]
