package io.asyncsqlite.examples;

import io.asyncsqlite.SqlCollation;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.codec.Codec;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.asyncsqlite.r2dbc.spring.JsonConverters;
import io.asyncsqlite.r2dbc.spring.SqliteDialect;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** Values that other databases have types for. */
final class PortingExamples {

    private PortingExamples() {}

    // tag::exactDecimals[]
    record ExactDecimals() implements Codec<BigDecimal> {

        @Override
        public Class<BigDecimal> type() {
            return BigDecimal.class;
        }

        @Override
        public Object encode(BigDecimal value) {
            return value.toPlainString();
        }

        @Override
        public BigDecimal decode(Object stored) {
            return new BigDecimal(stored.toString());
        }
    }
    // end::exactDecimals[]

    /** A part of a customer that is stored as JSON. */
    record Address(String street, String city) {}

    @Configuration(proxyBeanMethods = false)
    static class Conversions {

        // tag::jsonConverters[]
        @Bean
        R2dbcCustomConversions conversions() {
            return R2dbcCustomConversions.of(
                    SqliteDialect.INSTANCE, JsonConverters.of(JsonMapper.shared(), Address.class));
        }
        // end::jsonConverters[]
    }

    @Configuration(proxyBeanMethods = false)
    static class AllLetters {

        // tag::upper[]
        @Bean
        ConnectionFactoryOptionsBuilderCustomizer upperOfAllLetters() {
            SqlFunction upper = SqlFunction.scalar("upper", String.class, text -> text.toUpperCase(Locale.ROOT))
                    .deterministic()
                    .innocuous();
            return options -> options.option(
                    SqliteConnectionFactoryProvider.DEFINITIONS, List.of(upper, SqlCollation.unicodeNocase()));
        }
        // end::upper[]
    }

    static Flux<String> search(DatabaseClient client, String city, String tag) {
        // tag::jsonSearch[]
        return client.sql("""
                        SELECT name FROM customer
                        WHERE address ->> 'city' = :city AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = :tag)""")
                .bind("city", city)
                .bind("tag", tag)
                .mapValue(String.class)
                .all();
        // end::jsonSearch[]
    }
}
