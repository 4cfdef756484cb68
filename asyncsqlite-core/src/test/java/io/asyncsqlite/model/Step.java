package io.asyncsqlite.model;

import io.asyncsqlite.model.Change.Verb;
import java.util.List;

/** One step of a sequence. None waits for what it starts. */
sealed interface Step {

    /** Something that is all or nothing. */
    sealed interface Write extends Step {

        /** Tells whether it leaves a mark, from which one sees whether it happened. */
        default boolean marks() {
            return true;
        }
    }

    record Single(Change change) implements Write {

        @Override
        public boolean marks() {
            return false;
        }
    }

    record Batch(Verb verb, List<Change> rows) implements Write {

        @Override
        public boolean marks() {
            return false;
        }
    }

    record Script(List<Change> changes) implements Write {}

    /** A script that defers foreign keys, for itself and for no neighbour. */
    record DeferringScript(List<Change> changes) implements Write {}

    /** Statements of a {@code write} lambda, which goes on after one that fails, and may throw in the end. */
    record Lambda(List<Change> changes, boolean fails) implements Write {}

    record Async(Block block) implements Write {}

    /** A transaction of a connection of one's own. It takes its turn behind the writes before it, and is waited for. */
    record Own(List<Change> changes, boolean commits) implements Write {}

    /** Statements and nested transactions, of which those that fail do not stop the rest, and an end that may be a failure. */
    record Block(List<Part> parts, boolean fails) {}

    /** A statement, or a nested transaction, which may be cancelled when its statements have run. Exactly one of them is there. */
    record Part(Change change, Block nested, boolean cancelled) {

        static Part of(Change change) {
            return new Part(change, null, false);
        }
    }

    enum Read implements Step {
        QUERY,
        LAMBDA,
        STREAM,
        ABANDONED_STREAM
    }

    /** A write that has so little time that it may end before it runs, while it runs, or not at all. */
    record Hurried(Write write, long micros) implements Step {}

    /** Cancels a write among the latest. */
    record Cancel(int back) implements Step {}

    enum Control implements Step {
        /** Keeps the writer busy, so that writes wait. */
        HOLD,
        RELEASE,
        CLOSE_AND_OPEN
    }
}
