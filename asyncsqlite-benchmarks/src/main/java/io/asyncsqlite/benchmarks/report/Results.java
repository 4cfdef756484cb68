package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rounds of a plan have given so far. One thread uses it. */
public final class Results {

    private final Plan plan;
    private final Map<String, Object> machine;
    private final Map<Pair, List<PairScore>> scores = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private boolean failures;

    /**
     * Makes empty results.
     *
     * @param machine what {@link Machine#describe} says
     */
    public Results(Plan plan, Map<String, Object> machine) {
        this.plan = plan;
        this.machine = machine;
    }

    /** Keeps two scores that were measured back to back. */
    public void add(Pair pair, int round, Score ours, Score theirs) {
        scores.computeIfAbsent(pair, unused -> new ArrayList<>()).add(new PairScore(round, ours, theirs));
    }

    /** Notes why a contender takes no part, or no further part. */
    public void absent(Contender contender, String reason) {
        absent.put(contender.id(), reason);
    }

    /** Notes that a contender failed, and takes no further part. */
    public void failed(Contender contender, int round) {
        failures = true;
        absent(contender, "it failed in round " + round + ": see jmh.log");
    }

    /** Tells whether a contender failed. */
    public boolean hasFailures() {
        return failures;
    }

    public boolean isAbsent(Contender contender) {
        return absent.containsKey(contender.id());
    }

    public Plan plan() {
        return plan;
    }

    Map<String, Object> machine() {
        return machine;
    }

    /** Returns the scores of a pair, in the order of the rounds; none if it was not measured. */
    List<PairScore> scores(Pair pair) {
        return scores.getOrDefault(pair, List.of());
    }

    Map<String, String> absent() {
        return absent;
    }
}
