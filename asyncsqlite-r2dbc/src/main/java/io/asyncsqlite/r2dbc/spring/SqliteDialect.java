package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.LikeEscapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.data.r2dbc.dialect.R2dbcDialect;
import org.springframework.data.relational.core.dialect.AbstractDialect;
import org.springframework.data.relational.core.dialect.ArrayColumns;
import org.springframework.data.relational.core.dialect.Escaper;
import org.springframework.data.relational.core.dialect.InsertRenderContext;
import org.springframework.data.relational.core.dialect.LimitClause;
import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.dialect.ObjectArrayColumns;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.SqlIdentifier;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;
import org.springframework.util.ClassUtils;

/**
 * SQLite as Spring Data R2DBC writes it. Spring finds it; a program names it only to make its own conversions: {@code
 * R2dbcCustomConversions.of(SqliteDialect.INSTANCE, converters)}. Immutable.
 *
 * @see <a href="https://www.sqlite.org/lang.html">SQL as SQLite understands it</a>
 */
@SuppressWarnings("exports")
public final class SqliteDialect extends AbstractDialect implements R2dbcDialect {

    /** The dialect. */
    public static final SqliteDialect INSTANCE = new SqliteDialect();

    private static final boolean JACKSON =
            ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", SqliteDialect.class.getClassLoader());

    private SqliteDialect() {}

    /**
     * Returns the name by which Spring Data 4.1 chooses how an upsert is written, its only use: {@code INSERT … ON CONFLICT … DO UPDATE}, which SQLite
     * took over from PostgreSQL.
     *
     * @return {@code Postgres}
     * @see <a href="https://www.sqlite.org/lang_upsert.html">UPSERT</a>
     */
    @Override
    public String getName() {
        return "Postgres";
    }

    /**
     * Returns {@code ?1}, {@code ?2}.
     *
     * @return the markers
     */
    @Override
    public BindMarkersFactory getBindMarkersFactory() {
        return SqliteBindMarkersProvider.MARKERS;
    }

    /**
     * Returns how names are quoted: in grave accents, because SQLite takes an unknown name in double quotes for a text.
     *
     * @return the quoting
     * @see <a href="https://www.sqlite.org/quirks.html#dblquote">Double-quoted string literals are accepted</a>
     */
    @Override
    public IdentifierProcessing getIdentifierProcessing() {
        return Identifiers.INSTANCE;
    }

    /**
     * Returns a generated column's name as it is: the driver quotes it.
     *
     * @param identifier the column
     * @return its name without quotes
     */
    @Override
    public String renderForGeneratedValues(SqlIdentifier identifier) {
        return identifier.getReference();
    }

    /**
     * Returns {@code LIMIT n OFFSET m}.
     *
     * @return the clause
     */
    @Override
    public LimitClause limit() {
        return SqliteLimit.INSTANCE;
    }

    /**
     * Returns the empty clause: SQLite has no row locks, and a transaction that may write excludes all others that may.
     *
     * @return an empty clause
     */
    @Override
    public LockClause lock() {
        return NoLock.INSTANCE;
    }

    /**
     * Returns the escaper of wildcards in search texts. The driver adds the {@code ESCAPE} clause.
     *
     * @return an escaper with a noncharacter, which no meaningful text contains
     */
    @Override
    public Escaper getLikeEscaper() {
        return Escaper.of(LikeEscapes.CHARACTER);
    }

    /**
     * Returns arrays of objects where Jackson 3 is on the class path, otherwise no arrays. The driver binds an array as a JSON text.
     *
     * @return the support
     */
    @Override
    public ArrayColumns getArraySupport() {
        // Spring Data 4.0 has no methods for these.
        return JACKSON ? ObjectArrayColumns.INSTANCE : ArrayColumns.Unsupported.INSTANCE;
    }

    /**
     * Returns {@code DEFAULT VALUES}, for a row without values.
     *
     * @return the clause
     */
    @Override
    public InsertRenderContext getInsertRenderContext() {
        return () -> " DEFAULT VALUES";
    }

    /**
     * Returns converters that read {@code boolean}, {@code UUID}, decimals and {@code java.time} as this driver stores them, one that writes a {@code
     * Duration} so, and where Jackson 3 is on the class path those that read and write JSON.
     *
     * @return the converters
     */
    @Override
    public Collection<Object> getConverters() {
        List<Object> converters = new ArrayList<>(List.of(StoredValueConverter.INSTANCE, DurationConverter.INSTANCE));
        if (JACKSON) {
            converters.addAll(JsonConverters.standard());
        }
        return converters;
    }
}
