package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Shape;

/**
 * A contender as tables and pictures show it.
 *
 * @param id the name by which pairs refer to it, such as {@code asyncsqlite-foreign, 64 in flight}
 * @param label the name within its group, such as {@code asyncsqlite-foreign}
 * @param group how work is put on it, such as {@code 64 in flight}; empty for one thread alone
 * @param durability what an acknowledged row survives, as {@code PRAGMA synchronous} names it
 * @param ours whether it is asyncsqlite
 */
public record Entry(String id, String label, String group, String durability, boolean ours) {

    static Entry of(Contender contender) {
        return new Entry(
                contender.id(),
                contender.with(Shape.ALONE).id(),
                contender.shape().words(),
                contender.durability().name(),
                contender.isOurs());
    }
}
