package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.Nullable;

/** A group of rows of an aggregate while SQLite calls it. Once a call has failed, code of the user is not called again for it. */
final class OpenGroup {

    private final EngineFunction.Aggregate body;
    private EngineFunction.@Nullable Group group;
    private boolean failed;

    OpenGroup(EngineFunction.Aggregate body) {
        this.body = body;
    }

    /** A call of the user's code. */
    private interface Call {

        @Nullable
        Object on(EngineFunction.Group group) throws Exception;
    }

    void step(@Nullable Object[] arguments) throws Exception {
        call(rows -> {
            rows.step(arguments);
            return null;
        });
    }

    void inverse(@Nullable Object[] arguments) throws Exception {
        call(rows -> {
            rows.inverse(arguments);
            return null;
        });
    }

    @Nullable
    Object value() throws Exception {
        return call(EngineFunction.Group::value);
    }

    private @Nullable Object call(Call call) throws Exception {
        if (failed) {
            return null;
        }
        try {
            EngineFunction.Group started = group;
            if (started == null) {
                started = body.start();
                group = started;
            }
            return call.on(started);
        } catch (Throwable e) {
            failed = true;
            throw e;
        }
    }
}
