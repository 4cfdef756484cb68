package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class JniErrorsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Out of memory | 7",
                "out of memory | 7",
                "The database has been closed | 21",
                "The prepared statement has been finalized | 21",
            })
    void messagesOfTheDriverItselfHaveACode(String message, int code) {
        EngineException failure = JniErrors.translate(new SQLException(message));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage(message);
    }

    @Test
    void messageOfSqliteIsOneShortLine() {
        String words = "no such table: a\n" + "x".repeat(10_000);
        EngineException failure = JniErrors.translate(
                new SQLiteException(SQLiteErrorCode.SQLITE_ERROR + " (" + words + ")", SQLiteErrorCode.SQLITE_ERROR));

        assertThat(failure.code()).isEqualTo(1);
        assertThat(failure).hasMessageStartingWith("no such table: a xxx").hasNoCause();
        assertThat(failure.getMessage()).hasSizeLessThan(600);
    }
}
