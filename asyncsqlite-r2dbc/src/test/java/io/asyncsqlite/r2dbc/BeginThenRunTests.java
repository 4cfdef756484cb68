package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BeginThenRunTests {

    /** A step that the test ends. */
    private static final class Step implements DriverOperation<String> {

        private final CompletableFuture<String> future = new CompletableFuture<>();
        private boolean started;
        private boolean ended;
        private boolean stopped;

        @Override
        public CompletableFuture<String> start() {
            started = true;
            return future;
        }

        @Override
        public void ended(@Nullable String value, @Nullable Throwable failure) {
            ended = true;
        }

        @Override
        public void stop(CompletableFuture<String> running) {
            stopped = true;
        }
    }

    private final Step begin = new Step();
    private final Step statement = new Step();
    private final BeginThenRun<String> both = new BeginThenRun<>(begin, statement);

    @Test
    void theStatementStartsWhenTheTransactionIsOpen() {
        CompletableFuture<String> result = both.start();
        assertThat(statement.started).isFalse();

        begin.future.complete("");
        assertThat(begin.ended).isTrue();
        assertThat(statement.started).isTrue();
        statement.future.complete("done");

        assertThat(result).isCompletedWithValue("done");
    }

    @Test
    void statementDoesNotStartWithoutATransaction() {
        CompletableFuture<String> result = both.start();

        begin.future.completeExceptionally(new IllegalStateException("as wanted"));

        assertThat(begin.ended).isTrue();
        assertThat(statement.started).isFalse();
        assertThat(result).isCompletedExceptionally();
    }

    @Test
    void cancelDuringBeginAbortsTheStatement() {
        CompletableFuture<String> result = both.start();

        both.stop(result);
        assertThat(begin.stopped).isTrue();
        // The stop came too late for the begin, which so was noted before its turn ended.
        assertThat(result).isNotDone();
        begin.future.complete("");

        assertThat(begin.ended).isTrue();
        assertThat(statement.started).isFalse();
        assertThat(result).isCompletedExceptionally();
    }

    @Test
    void aStopWhileTheStatementRunsStopsIt() {
        CompletableFuture<String> result = both.start();
        begin.future.complete("");

        both.stop(result);

        assertThat(begin.stopped).isFalse();
        assertThat(statement.stopped).isTrue();
    }
}
