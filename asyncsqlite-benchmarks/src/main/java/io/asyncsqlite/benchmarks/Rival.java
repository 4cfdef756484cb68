package io.asyncsqlite.benchmarks;

import io.asyncsqlite.EngineChoice;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contender with which both engines of asyncsqlite are compared.
 *
 * @param ours the method that runs asyncsqlite
 * @param contender the rival
 * @param withEngines whether the rival is asyncsqlite too, and each engine is compared with itself
 * @param inFlight how many operations asyncsqlite has in flight against it; 0 if that does not apply
 * @param foreignBar the least ratio of the foreign engine to the rival; null if there is no bar
 * @param jniBar the same for the JNI engine
 */
record Rival(
        String ours,
        Contender contender,
        boolean withEngines,
        int inFlight,
        @Nullable Double foreignBar,
        @Nullable Double jniBar) {

    private static final String CORE = "asyncsqlite";

    /** A rival that has as many operations in flight as asyncsqlite. */
    static Rival alike(String method, int inFlight, @Nullable Double foreignBar, @Nullable Double jniBar) {
        return new Rival(CORE, new Contender(method, null, inFlight), false, inFlight, foreignBar, jniBar);
    }

    /** A rival that runs one operation after the other on one thread. */
    static Rival sequential(String method, int inFlight, @Nullable Double foreignBar, @Nullable Double jniBar) {
        return new Rival(CORE, new Contender(method, null, 0), false, inFlight, foreignBar, jniBar);
    }

    /** A rival of the R2DBC driver. */
    static Rival ofR2dbc(String ours, String method, int inFlight, @Nullable Double bar) {
        return new Rival(ours, new Contender(method, null, inFlight), false, inFlight, bar, bar);
    }

    /** The core, which the R2DBC driver is on: the bar is one of time, at most 1.5 times as long. */
    static Rival core(String ours, int inFlight) {
        return new Rival(ours, new Contender(CORE, null, inFlight), true, inFlight, 1 / 1.5, 1 / 1.5);
    }

    List<Ratio> ratios() {
        return List.of(ratio(EngineChoice.FOREIGN, foreignBar), ratio(EngineChoice.JNI, jniBar));
    }

    private Ratio ratio(EngineChoice engine, @Nullable Double bar) {
        Contender theirs = withEngines ? new Contender(contender.method(), engine, inFlight) : contender;
        return new Ratio(new Contender(ours, engine, inFlight), theirs, bar);
    }

    Stream<Contender> everybody() {
        return ratios().stream().flatMap(ratio -> Stream.of(ratio.theirs(), ratio.ours()));
    }
}
