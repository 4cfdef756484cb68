package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.spring.boot.transaction.WriterSuspendedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Listeners of events that wait for the end of a transaction, and write. */
@Timeout(60)
class TransactionEventsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AsyncSqliteAutoConfiguration.class,
                    AsyncSqliteTransactionAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withBean(Service.class)
            .withBean(Listener.class)
            .withPropertyValues(
                    "asyncsqlite.in-memory=true", "asyncsqlite.init.schema-locations=classpath:init/schema.sql");

    @Test
    void listenersWriteBeforeAndAfterTheCommit() {
        runner.run(context -> {
            context.getBean(Service.class).add("a", false);

            assertThat(context.getBean(AsyncSqlite.class)
                            .query("SELECT body FROM note ORDER BY id")
                            .mapTo(String.class)
                            .list()
                            .join())
                    .containsExactly("a", "before a", "after a", "anew a");
        });
    }

    @Test
    void listenersOfARollbackWriteToo() {
        runner.run(context -> {
            catchThrowable(() -> context.getBean(Service.class).add("a", true));

            assertThat(context.getBean(AsyncSqlite.class)
                            .query("SELECT body FROM note")
                            .mapTo(String.class)
                            .list()
                            .join())
                    .containsExactly("undone a");
        });
    }

    @Test
    void newTransactionInsideOfOneThatWritesIsRefusedAtOnce() {
        runner.run(context -> {
            Service service = context.getBean(Service.class);

            assertThat(catchThrowable(() -> service.addAnew(context.getBean(Listener.class))))
                    .isInstanceOf(WriterSuspendedException.class)
                    .hasMessageContaining(Listener.class.getName() + ".anew")
                    .hasMessageContaining(Service.class.getName() + ".addAnew");
        });
    }

    record Added(String body) {}

    static class Service {

        private final BlockingSqlite database;
        private final ApplicationEventPublisher events;

        Service(BlockingSqlite database, ApplicationEventPublisher events) {
            this.database = database;
            this.events = events;
        }

        @Transactional
        public void add(String body, boolean fail) {
            database.execute("INSERT INTO note(body) VALUES (?)", body);
            events.publishEvent(new Added(body));
            if (fail) {
                throw new IllegalStateException("changed my mind");
            }
        }

        @Transactional
        public void addAnew(Listener listener) {
            database.execute("INSERT INTO note(body) VALUES ('a')");
            listener.anew(new Added("b"));
        }
    }

    static class Listener {

        private final BlockingSqlite database;

        Listener(BlockingSqlite database) {
            this.database = database;
        }

        @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
        public void before(Added event) {
            add("before ", event);
        }

        @TransactionalEventListener
        @Order(1)
        public void after(Added event) {
            add("after ", event);
        }

        @TransactionalEventListener
        @Order(2)
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void anew(Added event) {
            add("anew ", event);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        public void undone(Added event) {
            add("undone ", event);
        }

        private void add(String what, Added event) {
            database.execute("INSERT INTO note(body) VALUES (?)", what + event.body());
        }
    }
}
