package io.asyncsqlite.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.model.SequenceRun.Reading;
import io.asyncsqlite.model.SequenceRun.Submitted;
import io.asyncsqlite.model.SequenceRun.Submitted.Cancelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Random sequences of writes, transactions, reads, cancels and closes give what a plain map gives. Writes run in the order
 * submitted, so the model knows the outcome of each. {@code -Dmodel.seed=N} repeats a run, and a failure is shrunk to a short
 * sequence.
 */
class ModelIT {

    private static final long SEED = Long.getLong("model.seed", System.nanoTime());

    private Path directory;

    @Provide
    Arbitrary<List<Step>> sequences() {
        RandomGenerator<List<Step>> generator = Sequences.sequences().generator(1000);
        Random random = new Random(SEED);
        return Arbitraries.fromGenerator(ignored -> generator.next(random));
    }

    @BeforeTry
    void createDirectory() throws IOException {
        directory = Files.createTempDirectory("model");
    }

    @AfterTry
    void deleteDirectory() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aDatabaseDoesWhatItsModelDoes(@ForAll("sequences") List<Step> steps) throws Exception {
        Path file = directory.resolve("model.db");
        try {
            SequenceRun run = new SequenceRun(file);
            run.run(steps);
            check(run, file);
        } catch (AssertionError e) {
            throw new AssertionError("-Dmodel.seed=" + SEED + ": " + e.getMessage(), e);
        }
    }

    private static void check(SequenceRun run, Path file) throws Exception {
        Content content;
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            content = Readings.content(db);
            assertThat(Readings.integrity(db)).containsExactly("ok");
        }
        List<Content> states = checkWrites(run.writes(), content);
        Content expected = states.get(states.size() - 1);
        assertThat(content.rows()).isEqualTo(expected.rows());
        assertThat(content.marks()).isEqualTo(expected.marks());
        assertThat(content.hasOrphans()).isFalse();
        for (Reading reading : run.readings()) {
            checkReading(reading, states);
        }
    }

    /** Returns the states that the writes went through. */
    private static List<Content> checkWrites(List<Submitted> writes, Content found) throws Exception {
        List<Content> states = new ArrayList<>(List.of(new Content()));
        for (int id = 0; id < writes.size(); id++) {
            Content before = states.get(id);
            Submitted submitted = writes.get(id);
            Object outcome = outcomeOf(submitted.future);
            if (submitted.hurried && outcome instanceof OperationTimeoutException) {
                // An error that tells that nothing stayed is believed only if that is so.
                assertThat(found.marks())
                        .as("%s after %s", submitted.write, outcome)
                        .doesNotContain(id);
                states.add(before);
            } else if (submitted.cancelled == Cancelled.NOT) {
                Expectation expected = Expectation.of(submitted.write, id, before);
                checkOutcome(submitted.write, outcome, expected.result());
                states.add(expected.after());
            } else {
                assertThat(outcome).as("%s", submitted.write).isInstanceOf(CancellationException.class);
                boolean happened = submitted.cancelled == Cancelled.ANY_TIME
                        && found.marks().contains(id);
                states.add(
                        happened ? Expectation.of(submitted.write, id, before).after() : before);
            }
            outcomeOf(submitted.counted);
            assertThat(submitted.completions).hasValue(1);
        }
        return states;
    }

    private static void checkOutcome(Step write, Object outcome, Object expected) {
        if (expected != null) {
            assertThat(outcome).as("%s", write).isEqualTo(expected);
        } else if (outcome instanceof SqliteException failure) {
            assertThat(failure.outcome()).as("%s", write).isIn(Outcome.ROLLED_BACK, Outcome.NOT_EXECUTED);
        } else {
            assertThat(outcome).as("%s", write).isInstanceOf(Submission.Abandoned.class);
        }
    }

    private static void checkReading(Reading reading, List<Content> states) throws Exception {
        Object rows = outcomeOf(reading.rows());
        if (!(rows instanceof DatabaseClosedException) && !"done".equals(rows)) {
            assertThat(states.subList(reading.acknowledged(), states.size()))
                    .as("states that a read may see, which saw %s", rows)
                    .anyMatch(state -> state.rows().equals(rows));
        }
    }

    /** Returns the result, or what failed. */
    private static Object outcomeOf(CompletableFuture<?> future) throws InterruptedException {
        try {
            Object result = future.get(20, TimeUnit.SECONDS);
            return result instanceof WriteResult written ? written.rowsUpdated() : result == null ? "done" : result;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        } catch (TimeoutException e) {
            return fail("A future never completed");
        }
    }
}
