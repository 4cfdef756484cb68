/** Auto-configuration of asyncsqlite for Spring Boot. */
// Libraries that are no modules have the names from their manifests.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
open module io.asyncsqlite.spring.boot {
    requires transitive io.asyncsqlite;
    requires transitive spring.beans;
    requires transitive spring.boot;
    requires transitive spring.boot.autoconfigure;
    requires transitive spring.context;
    requires transitive spring.core;
    requires org.apache.commons.logging;
    requires static transitive org.jspecify;

    // What a program may lack.
    requires static context.propagation;
    requires static io.asyncsqlite.r2dbc;
    requires static micrometer.commons;
    requires static micrometer.core;
    requires static micrometer.observation;
    requires static org.reactivestreams;
    requires static r2dbc.spi;
    requires static reactor.core;
    requires static spring.boot.health;
    requires static spring.boot.micrometer.metrics;
    requires static spring.boot.micrometer.observation;
    requires static spring.boot.r2dbc;
    requires static spring.boot.sql;
    requires static spring.boot.transaction;
    requires static spring.r2dbc;
    requires static spring.tx;

    exports io.asyncsqlite.spring.boot;
    exports io.asyncsqlite.spring.boot.backup;
    exports io.asyncsqlite.spring.boot.dao;
    exports io.asyncsqlite.spring.boot.health;
    exports io.asyncsqlite.spring.boot.metrics;
    exports io.asyncsqlite.spring.boot.observation;
    exports io.asyncsqlite.spring.boot.transaction;
}
