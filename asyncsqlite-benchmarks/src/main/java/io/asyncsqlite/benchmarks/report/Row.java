package io.asyncsqlite.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.asyncsqlite.benchmarks.plan.Measure;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair with its scores.
 *
 * @param ours the id of the contender whose score is divided
 * @param theirs the id of the contender by whose score it is divided
 * @param measure the figure that is compared
 * @param bar the least ratio that is wanted; null if there is none
 * @param rounds the scores of at least one round
 */
@JsonPropertyOrder({"ours", "theirs", "measure", "bar", "verdict", "ratio", "rounds"})
public record Row(
        String ours,
        String theirs,
        Measure measure,
        @Nullable Double bar,
        List<PairScore> rounds) {

    static Row of(Measure measure, Pair pair, List<PairScore> rounds) {
        return new Row(pair.ours().id(), pair.theirs().id(), measure, pair.bar(), List.copyOf(rounds));
    }

    /** Returns how many times better ours is; a slow phase of the machine slows both contenders of a round. */
    @JsonProperty
    public Spread ratio() {
        return Spread.of(ratios());
    }

    /** Returns the ratio of each round. */
    List<Double> ratios() {
        return rounds.stream()
                .map(each -> measure.ratio(each.ours(), each.theirs()))
                .toList();
    }

    /** Tells whether the ratio reaches the bar; null without a bar. */
    @JsonProperty
    public @Nullable Verdict verdict() {
        return bar == null ? null : Verdict.of(ratio(), bar);
    }

    List<Score> ourScores() {
        return rounds.stream().map(PairScore::ours).toList();
    }

    List<Score> theirScores() {
        return rounds.stream().map(PairScore::theirs).toList();
    }
}
