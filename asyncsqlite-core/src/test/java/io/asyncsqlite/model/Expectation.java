package io.asyncsqlite.model;

import io.asyncsqlite.model.Change.Violation;
import io.asyncsqlite.model.Step.Async;
import io.asyncsqlite.model.Step.Batch;
import io.asyncsqlite.model.Step.Block;
import io.asyncsqlite.model.Step.DeferringScript;
import io.asyncsqlite.model.Step.Lambda;
import io.asyncsqlite.model.Step.Own;
import io.asyncsqlite.model.Step.Part;
import io.asyncsqlite.model.Step.Script;
import io.asyncsqlite.model.Step.Single;
import io.asyncsqlite.model.Step.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * What a write must do to a content, and what its future must give.
 *
 * @param after the content after it
 * @param result the result, or null if it must fail
 */
record Expectation(Content after, Object result) {

    /** Takes back everything. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1;

        RolledBack() {
            super(null, null, false, false);
        }
    }

    static Expectation of(Write write, int id, Content before) {
        Content after = before.copy();
        try {
            Object result = run(write, after);
            if (after.hasOrphans()) {
                throw new RolledBack();
            }
            if (write.marks()) {
                after.marks().add(id);
            }
            return new Expectation(after, result);
        } catch (Violation | RolledBack e) {
            return new Expectation(before, null);
        }
    }

    private static Object run(Write write, Content content) {
        if (write instanceof Single single) {
            return single.change().apply(content);
        }
        if (write instanceof Batch batch) {
            return sum(batch.rows(), content);
        }
        if (write instanceof Script script) {
            sum(script.changes(), content);
            return "done";
        }
        if (write instanceof DeferringScript script) {
            sum(script.changes(), content);
            return "done";
        }
        if (write instanceof Own own) {
            return run(new Block(own.changes().stream().map(Part::of).toList(), !own.commits()), content);
        }
        if (write instanceof Lambda lambda) {
            List<Part> parts = lambda.changes().stream().map(Part::of).toList();
            return run(new Block(parts, lambda.fails()), content);
        }
        return run(((Async) write).block(), content);
    }

    private static long sum(List<Change> changes, Content content) {
        return changes.stream().mapToLong(change -> change.apply(content)).sum();
    }

    private static List<String> run(Block block, Content content) {
        List<String> log = new ArrayList<>();
        block.parts()
                .forEach(part ->
                        log.add(part.nested() == null ? run(part.change(), content) : runNested(part, content)));
        if (block.fails()) {
            throw new RolledBack();
        }
        return log;
    }

    private static String run(Change change, Content content) {
        try {
            return String.valueOf(change.apply(content));
        } catch (Violation e) {
            if (e.endsTransaction) {
                throw e;
            }
            return "failed";
        }
    }

    private static String runNested(Part part, Content content) {
        Content saved = content.copy();
        try {
            String log = run(part.nested(), content).toString();
            if (part.cancelled()) {
                throw new RolledBack();
            }
            return log;
        } catch (RolledBack e) {
            content.restore(saved);
            return "failed";
        }
    }
}
