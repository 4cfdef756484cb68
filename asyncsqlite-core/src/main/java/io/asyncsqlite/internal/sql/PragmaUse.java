package io.asyncsqlite.internal.sql;

import io.asyncsqlite.internal.sql.Pragma.Place;
import org.jspecify.annotations.Nullable;

/**
 * A PRAGMA in a statement.
 *
 * @param pragma the PRAGMA
 * @param acts whether it changes something: a setting, the file or the memory
 */
public record PragmaUse(Pragma pragma, boolean acts) {

    /**
     * Says why it cannot be used.
     *
     * @param place where
     * @return the reason and what to do instead, or null if it can
     */
    public @Nullable String refusal(Place place) {
        return acts ? pragma.refusal(place) : null;
    }

    /**
     * Tells whether SQLite refuses or ignores it inside a transaction.
     *
     * @return whether it is to run outside
     */
    boolean runsOutsideTransaction() {
        return acts
                && (pragma.rule() == Pragma.Rule.ACTS_OUTSIDE_TRANSACTION || pragma.rule() == Pragma.Rule.FOREIGN_KEYS);
    }
}
