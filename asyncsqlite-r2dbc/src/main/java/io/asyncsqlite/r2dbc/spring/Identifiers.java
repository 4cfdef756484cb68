package io.asyncsqlite.r2dbc.spring;

import org.springframework.data.relational.core.sql.IdentifierProcessing;

/** Names in grave accents, in the case that they have. */
enum Identifiers implements IdentifierProcessing {
    INSTANCE;

    @Override
    public String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public String standardizeLetterCase(String identifier) {
        return identifier;
    }
}
