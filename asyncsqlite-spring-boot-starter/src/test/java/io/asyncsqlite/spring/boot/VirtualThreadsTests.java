package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class VirtualThreadsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
            .withPropertyValues("asyncsqlite.in-memory=true");

    @Test
    void callbacksRunInThePoolOfTheLibraryByDefault() {
        runner.run(context ->
                assertThat(callbackThread(context.getBean(AsyncSqlite.class))).startsWith("asyncsqlite-callback-"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "older ones have no virtual threads")
    void callbacksRunOnVirtualThreadsIfTheApplicationUsesThem() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);

            assertThat(callbackThread(database)).startsWith("asyncsqlite-callback-");
            assertThat(inCallback(database, VirtualThreadsTests::isVirtual)).isTrue();
            assertThat(database.read(connection -> isVirtual()).join()).isFalse();
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "older ones have no virtual threads")
    void aCustomizerMayChooseAnotherExecutor() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .withBean(
                        SqliteOptionsCustomizer.class,
                        () -> builder -> builder.callbackExecutor(task -> {
                            Thread thread = new Thread(task, "mine");
                            thread.setDaemon(true);
                            thread.start();
                        }))
                .run(context -> assertThat(callbackThread(context.getBean(AsyncSqlite.class)))
                        .isEqualTo("mine"));
    }

    private static String callbackThread(AsyncSqlite database) {
        return inCallback(database, () -> Thread.currentThread().getName());
    }

    /** A future with a dependent stage is not completed by the thread that waits for it. */
    private static <T> T inCallback(AsyncSqlite database, Supplier<T> question) {
        return database.query("SELECT 1")
                .map(row -> question.get())
                .one()
                .thenApply(answer -> answer)
                .join();
    }

    private static boolean isVirtual() {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
