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

    /** Statements of a {@code write} lambda, which goes on after one that fails, and may throw in the end. */
    record Lambda(List<Change> changes, boolean fails) implements Write {}

    record Async(Block block) implements Write {}

    /** Statements and nested transactions, of which those that fail do not stop the rest, and an end that may be a failure. */
    record Block(List<Part> parts, boolean fails) {}

    /** A statement, or a nested transaction. Exactly one of them is there. */
    record Part(Change change, Block nested) {}

    enum Read implements Step {
        QUERY,
        LAMBDA,
        STREAM,
        ABANDONED_STREAM
    }

    /** Cancels a write among the latest. */
    record Cancel(int back) implements Step {}

    enum Control implements Step {
        /** Keeps the writer busy, so that writes wait. */
        HOLD,
        RELEASE,
        CLOSE_AND_OPEN
    }
}
