package io.asyncsqlite.benchmarks;

import io.asyncsqlite.EngineChoice;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom both engines of asyncsqlite are compared with.
 *
 * @param contender the rival
 * @param inFlight how many operations asyncsqlite has in flight against it; 0 if that says nothing
 * @param foreignBar the least ratio of the foreign engine to the rival; null if there is no bar
 * @param jniBar the same for the JNI engine
 */
record Rival(
        Contender contender,
        int inFlight,
        @Nullable Double foreignBar,
        @Nullable Double jniBar) {

    /** A rival that has as many operations in flight as asyncsqlite. */
    static Rival alike(String method, int inFlight, @Nullable Double foreignBar, @Nullable Double jniBar) {
        return new Rival(new Contender(method, null, inFlight), inFlight, foreignBar, jniBar);
    }

    /** A rival that runs one operation after the other on one thread. */
    static Rival sequential(String method, int inFlight, @Nullable Double foreignBar, @Nullable Double jniBar) {
        return new Rival(new Contender(method, null, 0), inFlight, foreignBar, jniBar);
    }

    List<Ratio> ratios() {
        return List.of(
                new Ratio(ours(EngineChoice.FOREIGN), contender, foreignBar),
                new Ratio(ours(EngineChoice.JNI), contender, jniBar));
    }

    Stream<Contender> everybody() {
        return Stream.concat(Stream.of(contender), ratios().stream().map(Ratio::ours));
    }

    private Contender ours(EngineChoice engine) {
        return new Contender("asyncsqlite", engine, inFlight);
    }
}
