package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.BadSqlGrammarException;

/** Which exception of Spring's a failure is. */
class FailureTests extends SpringSuite {

    private final AccountService accounts = bean(AccountService.class);

    @Test
    void aDuplicateKeyIsOne() {
        await(accounts.open("Ann"));

        assertThatThrownBy(() -> await(accounts.open("Ann")))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessageContaining("account.name")
                .hasMessageNotContaining("Ann");
    }

    @Test
    void aDuplicateRowidIsOne() {
        await(client().sql("INSERT INTO ticket(id) VALUES (1)").then());

        assertThatThrownBy(() ->
                        await(client().sql("INSERT INTO ticket(id) VALUES (1)").then()))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void otherConstraintsAreViolations() {
        assertThatThrownBy(() -> await(client().sql("INSERT INTO account(name, balance) VALUES ('a', -1)")
                        .then()))
                .isExactlyInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> await(
                        client().sql("INSERT INTO note(title) VALUES (NULL)").then()))
                .isExactlyInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> await(client().sql("INSERT INTO booking(account, amount) VALUES ('a', 1)")
                        .then()))
                .isExactlyInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void sqlThatIsWrongIsBadGrammar() {
        assertThatThrownBy(() -> await(client().sql("SELEC 1").then())).isInstanceOf(BadSqlGrammarException.class);
        assertThatThrownBy(() -> await(client().sql("SELECT * FROM nowhere").then()))
                .isInstanceOf(BadSqlGrammarException.class)
                .hasMessageContaining("nowhere");
    }
}
