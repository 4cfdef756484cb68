package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.UserDefined;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class DefinitionTests extends OpenFactory {

    @Override
    SqliteConnectionFactory factory(String options) {
        return super.factory("definitions=regexp,%20CaseFold" + (options.isEmpty() ? "" : "&" + options));
    }

    @Test
    void readyOnesAreNamedByAUrl() {
        assertThat(Sql.all(Sql.query(connection, "SELECT casefold('A') || ('abc' REGEXP 'b')")))
                .containsExactly("a1");
        Connection exclusive = Sql.await(factory("exclusive=true").create());
        assertThat(Sql.all(Sql.query(exclusive, "SELECT casefold('A')"))).containsExactly("a");
        Sql.await(exclusive.close());
    }

    @Test
    void aDefaultMakesAUuid() {
        Connection defined = Sql.await(
                factoryOf("r2dbc:sqlite:mem:///?definitions=gen_random_uuid").create());
        Sql.await(Sql.update(
                defined, "CREATE TABLE coupon(id UUID PRIMARY KEY DEFAULT (gen_random_uuid()), title TEXT)"));

        List<UUID> ids = Sql.all(Flux.from(defined.createStatement("INSERT INTO coupon(title) VALUES ('a'), ('b')")
                        .returnGeneratedValues("id")
                        .execute())
                .concatMap(result -> result.map(row -> (UUID) row.get("id"))));

        assertThat(ids).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.version() == 4);
    }

    @Test
    void objectsAreDefined() {
        List<UserDefined> definitions = List.of(SqlFunction.scalar("twice", Long.class, value -> 2 * value));
        ConnectionFactoryOptions options = ConnectionFactoryOptions.parse("r2dbc:sqlite:mem:///defined")
                .mutate()
                .option(SqliteConnectionFactoryProvider.DEFINITIONS, definitions)
                .build();
        SqliteConnectionFactory made = (SqliteConnectionFactory) ConnectionFactories.get(options);
        Connection defined = Sql.await(made.create());

        assertThat(Sql.all(Sql.query(defined, "SELECT twice(21)"))).hasToString("[42]");

        Sql.await(defined.close());
        made.close().block(Sql.LONG);
    }

    @Test
    void whatIsNoDefinitionIsRefused() {
        assertThatThrownBy(() -> ConnectionFactories.get("r2dbc:sqlite:mem:///x?definitions=stem"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "the library defines [casefold, gen_random_uuid, regexp, unicode_nocase], not 'stem'");
    }
}
