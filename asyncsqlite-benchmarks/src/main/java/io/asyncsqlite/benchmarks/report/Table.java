package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Measure;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The results of a plan as its file holds them. They can be read after the plan has changed.
 *
 * @param plan the id of the plan
 * @param title what was measured
 * @param unit what is counted per second
 * @param date when it was measured
 * @param machine facts about the machine
 * @param absent why contenders took no part, by their ids
 * @param contenders the contenders that were measured
 * @param pairs the pairs that were measured, with all scores
 */
public record Table(
        String plan,
        String title,
        String unit,
        String date,
        Map<String, Object> machine,
        Map<String, String> absent,
        List<Entry> contenders,
        List<Row> pairs) {

    private static final String DATE = "date";

    /** Returns the results as they are now. */
    public static Table of(Results results) {
        Map<String, Object> machine = new LinkedHashMap<>(results.machine());
        String date = String.valueOf(machine.remove(DATE));
        List<Pair> measured = results.plan().pairs().stream()
                .filter(pair -> !results.scores(pair).isEmpty())
                .toList();
        return new Table(
                results.plan().id(),
                results.plan().title(),
                results.plan().unit(),
                date,
                machine,
                new LinkedHashMap<>(results.absent()),
                entries(measured),
                measured.stream()
                        .map(pair -> Row.of(results.plan().measure(), pair, results.scores(pair)))
                        .toList());
    }

    private static List<Entry> entries(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.ours(), pair.theirs()))
                .distinct()
                .map(Entry::of)
                .toList();
    }

    /** Finds the row of a pair, given by the ids of its contenders. */
    Optional<Row> row(String ours, String theirs) {
        return pairs.stream()
                .filter(row -> row.ours().equals(ours) && row.theirs().equals(theirs))
                .findFirst();
    }

    /** Returns the figure that is compared. */
    Measure measure() {
        return pairs.isEmpty() ? Measure.PER_SECOND : pairs.get(0).measure();
    }

    /** Returns that figure of a contender in every round; one that several pairs share counts once. */
    List<Double> values(String id) {
        return pairs.stream()
                .flatMap(row -> row.rounds().stream().flatMap(round -> scores(row, round, id)))
                .distinct()
                .map(entry -> measure().of(entry.getValue()))
                .toList();
    }

    private static Stream<Map.Entry<Integer, Score>> scores(Row row, PairScore round, String id) {
        if (row.ours().equals(id)) {
            return Stream.of(Map.entry(round.round(), round.ours()));
        }
        return row.theirs().equals(id) ? Stream.of(Map.entry(round.round(), round.theirs())) : Stream.empty();
    }

    /** Tells whether times of operations were measured. */
    boolean hasTimes() {
        return pairs.stream().flatMap(row -> row.ourScores().stream()).anyMatch(score -> score.latency() != null);
    }

    /** Returns the number of rounds of the pair that has most. */
    int rounds() {
        return pairs.stream().mapToInt(row -> row.rounds().size()).max().orElse(0);
    }
}
