package io.asyncsqlite.samples.shortlinks.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.schema.Schema;
import io.asyncsqlite.schema.Table;
import io.asyncsqlite.schema.TableColumn;
import io.asyncsqlite.transfer.Csv;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

/** The code of docs/leaving.md, which a test runs. */
public final class CopyToPostgres {

    private CopyToPostgres() {}

    /** Returns the tables with rows of their own: not views, and not the tables of a full-text search. */
    public static CompletableFuture<List<Table>> tables(AsyncSqlite db) {
        // tag::tables[]
        return db.read(Schema::of)
                .thenApply(schema -> schema.tables().stream()
                        .filter(table -> table.kind() == Table.Kind.TABLE)
                        .toList());
        // end::tables[]
    }

    // tag::copy[]
    /** Copies all rows of a table into a table of PostgreSQL that has its name and the names of its columns. */
    public static Mono<Long> copy(AsyncSqlite db, Table table, PostgresqlConnection postgres) {
        List<TableColumn> columns = table.columns().stream()
                .filter(column -> column.generated() == TableColumn.Generated.NO)
                .toList();
        String values = columns.stream().map(CopyToPostgres::value).collect(Collectors.joining(", "));
        String names = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        var rows = Csv.from(db.query("SELECT " + values + " FROM " + quoted(table.name())))
                .withoutHeader()
                .publisher();
        return postgres.copyIn(
                "COPY " + quoted(table.name()) + " (" + names + ") FROM STDIN (FORMAT csv)",
                JdkFlowAdapter.flowPublisherToFlux(rows).map(Unpooled::wrappedBuffer));
    }

    /** PostgreSQL wants bytes as hexadecimal digits after a {@code \x}. */
    private static String value(TableColumn column) {
        String name = quoted(column.name());
        return column.type().equalsIgnoreCase("BLOB")
                ? "CASE WHEN " + name + " IS NOT NULL THEN '\\x' || hex(" + name + ") END"
                : name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
    // end::copy[]
}
