package io.asyncsqlite.examples;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.r2dbc.spi.ConnectionFactory;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import reactor.core.publisher.Flux;

/** jOOQ without generated classes, to be short. */
final class JooqExamples {

    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<String> TITLE = field(name("title"), String.class);
    private static final Field<Integer> STARS = field(name("stars"), Integer.class);

    private JooqExamples() {}

    static Flux<String> titles(ConnectionFactory factory) {
        // tag::jooq[]
        DSLContext jooq = DSL.using(factory, SQLDialect.SQLITE);
        return Flux.from(jooq.transactionPublisher(transaction -> Flux.from(transaction
                                .dsl()
                                .insertInto(NOTE, TITLE, STARS)
                                .values("from jOOQ", 5)
                                .returningResult(TITLE))
                        .map(inserted -> inserted.get(TITLE))))
                .thenMany(Flux.from(jooq.select(TITLE).from(NOTE).where(STARS.ge(3)))
                        .map(row -> row.get(TITLE)));
        // end::jooq[]
    }
}
