/** Tests of Spring Boot applications with a fresh asyncsqlite database for each. */
// Libraries that are no modules have the names from their manifests.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
open module io.asyncsqlite.spring.boot.test {
    requires transitive io.asyncsqlite.spring.boot;
    requires transitive org.junit.jupiter.api;
    requires transitive spring.boot.test;
    requires transitive spring.boot.test.autoconfigure;
    requires transitive spring.test;
    requires static transitive org.jspecify;

    // What a test of R2DBC has.
    requires static io.asyncsqlite.r2dbc;
    requires static r2dbc.spi;
    requires static spring.boot.r2dbc;
    requires static spring.boot.sql;

    exports io.asyncsqlite.spring.boot.test;
}
