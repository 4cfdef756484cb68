package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.Result;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/** Texts without parameters that run one after the other. Not thread-safe. */
final class SqliteBatch implements Batch {

    private final SqliteConnection connection;
    private final List<Run> runs = new ArrayList<>();

    SqliteBatch(SqliteConnection connection) {
        this.connection = connection;
    }

    @Override
    public SqliteBatch add(String sql) {
        SqlText text = connection.read(Arguments.requireNonNull(sql, "sql"));
        if (text.slots() > 0) {
            throw new R2dbcBadGrammarException("A batch takes no parameters: nothing was executed", "42000", 0, sql);
        }
        for (SqlText.Part part : text.parts()) {
            runs.add(new Run(text, part, new Object[0], 0));
        }
        return this;
    }

    @Override
    public Flux<? extends Result> execute() {
        return connection.execution().run(List.copyOf(runs));
    }
}
