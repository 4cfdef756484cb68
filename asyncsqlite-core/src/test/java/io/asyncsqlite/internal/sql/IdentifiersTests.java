package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdentifiersTests {

    @Test
    void onlyAsciiLettersAreFolded() {
        assertThat(Identifiers.fold("R\u00c9G_[@Z]")).isEqualTo("r\u00c9g_[@z]");
    }
}
