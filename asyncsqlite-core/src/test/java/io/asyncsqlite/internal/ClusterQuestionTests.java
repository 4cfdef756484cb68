package io.asyncsqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.ClusterNode.Role;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.OpenRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster is asked by one thread at a time, whose answer is that of everybody who asks meanwhile. */
@Timeout(60)
class ClusterQuestionTests {

    private static final List<ClusterNode> NODES = List.of(new ClusterNode("h1:9001", Role.VOTER, true));

    /** Answers when it is let. */
    private static final class Servers implements ClusterEngine {

        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch answered = new CountDownLatch(1);

        @Override
        public List<ClusterNode> nodes() throws EngineException {
            int number = asked.incrementAndGet();
            try {
                if (!answered.await(60, TimeUnit.SECONDS)) {
                    throw new EngineException(1, "the test let nobody answer");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (number > 1) {
                throw new EngineException(10, "no leader was found");
            }
            return NODES;
        }

        @Override
        public int knownNodes() {
            return NODES.size();
        }

        @Override
        public long leaderChanges() {
            return 0;
        }

        @Override
        public EngineConnection open(OpenRequest request) {
            throw new UnsupportedOperationException();
        }
    }

    private final Servers servers = new Servers();

    private ClusterQuestion question(ThreadStarter starter) {
        return new ClusterQuestion(servers, "app", new Callbacks(Runnable::run, new ForeignCode("app")), starter);
    }

    @Test
    void callersThatAskMeanwhileShareTheAnswer() throws Exception {
        ClusterQuestion question = question(ThreadStarter.SYSTEM);
        CompletableFuture<List<ClusterNode>> first = question.nodes();
        CompletableFuture<List<ClusterNode>> givenUp = question.nodes();
        givenUp.cancel(true);
        CompletableFuture<List<ClusterNode>> second = question.nodes();
        servers.answered.countDown();

        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(NODES);
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(NODES);
        assertThat(servers.asked).hasValue(1);
        assertThat(givenUp).isCancelled();
    }

    @Test
    void laterCallersAskAgainAndGetTheirOwnFailure() throws Exception {
        ClusterQuestion question = question(ThreadStarter.SYSTEM);
        servers.answered.countDown();
        question.nodes().get(60, TimeUnit.SECONDS);
        CompletableFuture<List<ClusterNode>> later = question.nodes();

        assertThatThrownBy(() -> later.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessage(
                        "The cluster of database 'app' cannot be reached: no leader was found: nothing was executed");
        assertThat(servers.asked).hasValue(2);
    }

    @Test
    void aThreadThatCannotBeStartedFailsTheQuestion() {
        ClusterQuestion question = question(thread -> {
            throw new OutOfMemoryError("no thread");
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> question.nodes().get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            DatabaseOpenException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NO_THREAD));
        }
    }
}
