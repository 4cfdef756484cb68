package io.asyncsqlite;

import java.text.Collator;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * An order of texts for {@code COLLATE}, {@code ORDER BY} and indexes: see {@link UserDefined}.
 *
 * <p>The order must be one for all texts: consistent, transitive, and the same for ever. An index keeps the order that was in force when its rows were
 * written; after a change of the order, also by another version of the JDK for a {@link Collator}, run {@code REINDEX}. If the comparator throws, the
 * whole transaction is rolled back, because an index may have been written in a wrong order.
 *
 * <pre>{@code
 * return db.define(new SqlCollation("by_length", Comparator.comparingInt(String::length)))
 *         .thenCompose(defined -> db.query("SELECT title FROM page ORDER BY title COLLATE by_length")
 *                 .mapTo(String.class)
 *                 .list());
 * }</pre>
 *
 * @param name name in SQL, not blank, at most 255 bytes; not BINARY, NOCASE or RTRIM
 * @param order the order; called on several threads at the same time
 * @see <a href="https://www.sqlite.org/c3ref/create_collation.html">sqlite3_create_collation_v2</a>
 */
public record SqlCollation(String name, Comparator<? super String> order) implements UserDefined {

    /** Checks the name. */
    public SqlCollation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(order, "order");
        DefinitionRules.checkCollation(name);
    }

    /**
     * Returns the order of a language, by {@link Collator#getInstance(Locale)}.
     *
     * @param name name in SQL
     * @param locale the language
     * @return a collation that does not distinguish what the collator takes for equal
     */
    public static SqlCollation of(String name, Locale locale) {
        Collator collator = Collator.getInstance(Objects.requireNonNull(locale, "locale"));
        // A collator compares under a lock, which all readers would share.
        ThreadLocal<Collator> own = ThreadLocal.withInitial(() -> (Collator) collator.clone());
        return new SqlCollation(name, (left, right) -> own.get().compare(left, right));
    }

    /**
     * Returns {@code UNICODE_NOCASE}, which ignores the case of all letters, where SQLite's NOCASE ignores that of ASCII letters only. It compares what
     * {@link SqlFunction#casefold()} returns.
     *
     * @return the collation
     */
    public static SqlCollation unicodeNocase() {
        return ReadyMadeDefinitions.UNICODE_NOCASE;
    }

    @Override
    public String toString() {
        return "collation " + DefinitionRules.shown(name);
    }
}
