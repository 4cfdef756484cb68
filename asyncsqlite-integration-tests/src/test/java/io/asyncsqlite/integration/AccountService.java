package io.asyncsqlite.integration;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Transactions as Spring programs write them. */
@Service
class AccountService {

    private final DatabaseClient client;

    AccountService(DatabaseClient client) {
        this.client = client;
    }

    @Transactional
    public Mono<Void> transfer(String from, String to, long amount) {
        return add(from, -amount).then(add(to, amount));
    }

    @Transactional
    public Mono<Void> openAll(String... names) {
        return Flux.fromArray(names).concatMap(this::open).then();
    }

    @Transactional(propagation = Propagation.NESTED)
    public Mono<Void> openNested(String name, boolean fail) {
        return open(name).then(fail ? Mono.error(new IllegalStateException("changed my mind")) : Mono.empty());
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW, timeout = 1)
    public Mono<Void> openImpatiently(String name) {
        return open(name);
    }

    @Transactional(readOnly = true)
    public Mono<Void> openReadOnly(String name) {
        return open(name);
    }

    @Transactional(readOnly = true)
    public Mono<Boolean> seesOneSnapshot(Mono<?> meanwhile) {
        return total().flatMap(before -> meanwhile.then(total()).map(before::equals));
    }

    @Transactional
    public Mono<Long> countAnd(Mono<?> then) {
        return total().flatMap(total -> then.thenReturn(total));
    }

    Mono<Void> open(String name) {
        return client.sql("INSERT INTO account(name, balance) VALUES (:name, 100)")
                .bind("name", name)
                .then();
    }

    Mono<Long> total() {
        return client.sql("SELECT coalesce(sum(balance), 0) FROM account")
                .mapValue(Long.class)
                .one();
    }

    private Mono<Void> add(String name, long amount) {
        return client.sql("UPDATE account SET balance = balance + :amount WHERE name = :name")
                .bind("amount", amount)
                .bind("name", name)
                .then();
    }
}
