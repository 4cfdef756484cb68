package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;
import static org.springframework.data.relational.core.query.Update.update;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.dialect.DialectResolver;
import org.springframework.data.relational.core.query.Query;
import org.springframework.r2dbc.core.binding.BindMarkersFactoryResolver;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Mono;

/** R2dbcEntityTemplate, and the statements of the dialect. */
class TemplateTests extends SpringSuite {

    private final R2dbcEntityTemplate template = bean(R2dbcEntityTemplate.class);

    @Test
    void rowsAreInsertedSelectedUpdatedAndDeleted() {
        Note saved = await(template.insert(Note.of("a", 1)));

        assertThat(await(template.selectOne(query(where("title").is("a")), Note.class)))
                .isEqualTo(saved);
        assertThat(await(template.update(query(where("stars").lessThan(2)), update("stars", 9), Note.class)))
                .isEqualTo(1);
        assertThat(await(template.exists(query(where("stars").is(9)), Note.class)))
                .isTrue();
        assertThat(await(template.delete(query(where("stars").is(9)), Note.class)))
                .isEqualTo(1);
        assertThat(await(template.count(Query.empty(), Note.class))).isZero();
    }

    @Test
    void aRowMayConsistOfDefaults() {
        Ticket first = await(template.insert(new Ticket(null, null)));
        Ticket second = await(template.insert(new Ticket(null, null)));

        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(await(template.selectOne(query(where("id").is(first.id())), Ticket.class))
                        .state())
                .isEqualTo("open");
    }

    @Test
    void upsertInsertsOrUpdates() {
        Method upsert = ReflectionUtils.findMethod(R2dbcEntityTemplate.class, "upsert", Object.class);
        assumeThat(upsert).as("new in Spring Data 4.1").isNotNull();

        for (Account account : List.of(new Account("Ann", 1), new Account("Ben", 2), new Account("Ann", 3))) {
            await((Mono<?>) ReflectionUtils.invokeMethod(upsert, template, account));
        }

        assertThat(all(template.select(Query.empty().sort(Sort.by("name")), Account.class)))
                .containsExactly(new Account("Ann", 3), new Account("Ben", 2));
    }

    @Test
    void anOffsetNeedsNoLimit() {
        for (String title : new String[] {"a", "b", "c"}) {
            await(template.insert(Note.of(title)));
        }

        assertThat(all(template.select(Query.empty().sort(Sort.by("title")).offset(1), Note.class)
                        .map(Note::title)))
                .containsExactly("b", "c");
        assertThat(all(template.select(
                                Query.empty().sort(Sort.by("title")).limit(1).offset(1), Note.class)
                        .map(Note::title)))
                .containsExactly("b");
    }

    @Test
    void springFindsTheDatabaseBehindWrappers() {
        var factory = bean(io.r2dbc.spi.ConnectionFactory.class);

        assertThat(DialectResolver.getDialect(factory).getClass().getSimpleName())
                .isEqualTo("SqliteDialect");
        assertThat(BindMarkersFactoryResolver.resolve(factory).create().next().getPlaceholder())
                .isEqualTo("?1");
    }
}
