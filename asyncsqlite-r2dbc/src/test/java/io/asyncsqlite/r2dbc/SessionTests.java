package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTests extends OpenFactory {

    private static final WantedTransaction IMMEDIATE = new WantedTransaction(TransactionMode.IMMEDIATE, null, null);

    @Test
    void aBeginWhoseSubscriberLeftMeanwhileIsRolledBack() {
        SharedSession session = new SharedSession(database(), new OpenTransactions());

        grantTooLate(session.begin(IMMEDIATE, false));

        assertThat(session.inTransaction()).isFalse();
        // Otherwise this would wait until the transaction reaches its age limit.
        Sql.await(connection.setLockWaitTimeout(Duration.ofSeconds(9)));
        Sql.await(connection.beginTransaction());
    }

    @Test
    void aTransactionThatWasBegunAfterAnUnwantedOneStays() {
        SharedSession session = new SharedSession(database(), new OpenTransactions());
        staysAfterAnUnwantedOne(session);
        staysAfterAnUnwantedOne(Sql.await(ExclusiveSession.open(database())));
    }

    private static void staysAfterAnUnwantedOne(Session session) {
        Runnable undo = undoing(session.begin(IMMEDIATE, false));
        assertThat(session.rollback()).succeedsWithin(Sql.LONG);
        run(session.begin(IMMEDIATE, false));

        undo.run();

        assertThat(session.inTransaction()).isTrue();
        assertThat(session.close()).succeedsWithin(Sql.LONG);
    }

    @Test
    void anOpenTransactionStaysWhenOneThatFoundItOpenIsUnwanted() {
        SharedSession session = new SharedSession(database(), new OpenTransactions());
        run(session.begin(IMMEDIATE, false));

        grantTooLate(session.begin(IMMEDIATE, true));

        assertThat(session.inTransaction()).isTrue();
        assertThat(session.rollback()).succeedsWithin(Sql.LONG);
    }

    @Test
    void aBeginOfAnExclusiveSessionIsRolledBackToo() {
        Session session = Sql.await(ExclusiveSession.open(database()));

        grantTooLate(session.begin(IMMEDIATE, false));

        assertThat(session.inTransaction()).isFalse();
        Sql.await(connection.setLockWaitTimeout(Duration.ofSeconds(9)));
        Sql.await(connection.beginTransaction());
        assertThat(session.close()).succeedsWithin(Sql.LONG);
    }

    private static <T> T run(DriverOperation<T> operation) {
        T value = operation.start().join();
        operation.ended(value, null);
        return value;
    }

    private static <T> void grantTooLate(DriverOperation<T> operation) {
        undoing(operation).run();
    }

    private static <T> Runnable undoing(DriverOperation<T> operation) {
        T value = run(operation);
        return () -> operation.undo(value);
    }
}
