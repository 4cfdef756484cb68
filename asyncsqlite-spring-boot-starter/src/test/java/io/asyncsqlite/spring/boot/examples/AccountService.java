package io.asyncsqlite.spring.boot.examples;

import io.asyncsqlite.BlockingSqlite;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// tag::blocking-service[]
@Service
class AccountService {

    private final BlockingSqlite database;

    AccountService(BlockingSqlite database) {
        this.database = database;
    }

    @Transactional
    public void transfer(long from, long to, long amount) {
        long balance = database.query("SELECT balance FROM account WHERE id = ?", from)
                .mapTo(Long.class)
                .one();
        if (balance < amount) {
            throw new IllegalArgumentException("too little");
        }
        database.execute("UPDATE account SET balance = balance - ? WHERE id = ?", amount, from);
        database.execute("UPDATE account SET balance = balance + ? WHERE id = ?", amount, to);
    }
}
// end::blocking-service[]
