package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results that no machine gave. */
final class MadeUp {

    private static final double[] NOISE = {1, 0.9, 1.05, 0.97, 1.1, 1.02};

    private MadeUp() {}

    static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("date", "2026-11-28T14:46:57Z");
        machine.put("commit", "f4d8984a0c5bb6a4d3a1f4a33b3a7f2e3cb0d1f2-dirty");
        machine.put("jdk", "25.0.3");
        machine.put("jvmFlags", List.of("-Xmx2g"));
        machine.put("cpu", "AMD EPYC 7763 64-Core Processor");
        machine.put("processors", 2);
        machine.put("fileStore", "ext4");
        machine.put("fsyncMicros", 141.5);
        machine.put("sqlite", "3.54.1");
        return machine;
    }

    /** Returns six rounds of every pair of a plan. */
    static Results of(Plan plan) {
        Results results = new Results(plan, machine());
        for (Pair pair : plan.pairs()) {
            for (int round = 1; round <= NOISE.length; round++) {
                results.add(pair, round, score(pair.ours(), round), score(pair.theirs(), round));
            }
        }
        return results;
    }

    /** Returns results whose ratios are given, of the first pair of the scan: the rival does 1,000 in each round. */
    static Results scan(double... ratios) {
        Results results = new Results(Plan.SCAN, machine());
        for (int i = 0; i < ratios.length; i++) {
            Score ours = new Score(ratios[i] * 1_000, 1.5, 300.0, 0, null);
            results.add(Plan.SCAN.pairs().get(0), i + 1, ours, new Score(1_000, 20, null, 3, null));
        }
        return results;
    }

    private static Score score(Contender contender, int round) {
        double speed = switch (contender.client()) {
            case ASYNCSQLITE, R2DBC -> contender.engine() == EngineChoice.FOREIGN ? 4_500 : 4_000;
            case GROUP_BY_HAND -> 3_100;
            case H2, JDBC_SNAPSHOTS -> 5_000;
            default -> 6_900;
        };
        double callers = switch (contender.client()) {
            case ASYNCSQLITE, R2DBC, GROUP_BY_HAND -> contender.shape().callers();
            default -> Math.sqrt(Math.sqrt(contender.shape().callers()));
        };
        double noise = NOISE[(round + contender.id().length()) % NOISE.length];
        double micros = 1_000_000 / (speed * callers * noise);
        return new Score(
                speed * callers * noise, micros, 321.0, 0, new Latency(micros, 2 * micros, 3 * micros, 4 * micros));
    }
}
