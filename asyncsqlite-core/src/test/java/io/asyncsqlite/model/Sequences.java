package io.asyncsqlite.model;

import io.asyncsqlite.model.Change.Verb;
import io.asyncsqlite.model.Step.Async;
import io.asyncsqlite.model.Step.Batch;
import io.asyncsqlite.model.Step.Block;
import io.asyncsqlite.model.Step.Cancel;
import io.asyncsqlite.model.Step.Control;
import io.asyncsqlite.model.Step.DeferringScript;
import io.asyncsqlite.model.Step.Hurried;
import io.asyncsqlite.model.Step.Lambda;
import io.asyncsqlite.model.Step.Own;
import io.asyncsqlite.model.Step.Part;
import io.asyncsqlite.model.Step.Read;
import io.asyncsqlite.model.Step.Script;
import io.asyncsqlite.model.Step.Single;
import io.asyncsqlite.model.Step.Write;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random sequences of steps, over few keys so that they collide. */
final class Sequences {

    private static final int MAX_STEPS = 25;

    private Sequences() {}

    static Arbitrary<List<Step>> sequences() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(8, change().map(Single::new)),
                Tuple.of(3, batch()),
                Tuple.of(3, changes().map(Script::new)),
                Tuple.of(1, changes().map(DeferringScript::new)),
                Tuple.of(3, Combinators.combine(changes(), sometimes()).as(Lambda::new)),
                Tuple.of(4, block(2).map(Async::new)),
                Tuple.of(
                        1,
                        Combinators.combine(changes(), sometimes()).as((changes, fails) -> new Own(changes, !fails))),
                Tuple.of(2, hurried()),
                Tuple.of(4, Arbitraries.of(Read.class)),
                Tuple.of(4, Arbitraries.integers().between(0, 3).map(Cancel::new)),
                Tuple.of(2, Arbitraries.of(Control.HOLD, Control.RELEASE)),
                Tuple.of(1, Arbitraries.just(Control.CLOSE_AND_OPEN)));
        return step.list().ofMinSize(1).ofMaxSize(MAX_STEPS);
    }

    private static Arbitrary<Step> hurried() {
        Arbitrary<Write> write = Arbitraries.oneOf(
                changes().map(Script::new),
                Combinators.combine(changes(), sometimes()).as(Lambda::new));
        return Combinators.combine(write, Arbitraries.longs().between(1, 3_000)).as(Hurried::new);
    }

    private static Arbitrary<Change> change() {
        Arbitrary<Verb> verb = Arbitraries.frequency(
                Tuple.of(8, Verb.INSERT),
                Tuple.of(1, Verb.INSERT_OR_ROLLBACK),
                Tuple.of(2, Verb.INSERT_TWO_OR_FAIL),
                Tuple.of(3, Verb.UPDATE),
                Tuple.of(3, Verb.DELETE),
                Tuple.of(1, Verb.INSERT_ORPHAN));
        return Combinators.combine(verb, key(), value()).as(Change::new);
    }

    private static Arbitrary<Step> batch() {
        return Arbitraries.of(Verb.class)
                .flatMap(verb -> Combinators.combine(key(), value())
                        .as((key, value) -> new Change(verb, key, value))
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(rows -> new Batch(verb, rows)));
    }

    private static Arbitrary<List<Change>> changes() {
        return change().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Block> block(int depth) {
        Arbitrary<Part> statement = change().map(Part::of);
        Arbitrary<Part> part = depth == 0
                ? statement
                : Arbitraries.frequencyOf(
                        Tuple.of(3, statement),
                        Tuple.of(
                                1,
                                Combinators.combine(block(depth - 1), sometimes())
                                        .as((nested, cancelled) -> new Part(null, nested, cancelled))));
        return Combinators.combine(part.list().ofMaxSize(4), sometimes()).as(Block::new);
    }

    private static Arbitrary<Integer> key() {
        return Arbitraries.integers().between(0, 7);
    }

    /** Mostly allowed, sometimes not. */
    private static Arbitrary<Integer> value() {
        return Arbitraries.integers().between(0, 9);
    }

    private static Arbitrary<Boolean> sometimes() {
        return Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
    }
}
