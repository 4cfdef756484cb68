package io.asyncsqlite.internal.function;

import io.asyncsqlite.SqlCollation;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.SqlFunction.Arguments;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.EngineFunction;
import io.asyncsqlite.internal.engine.StoppedException;
import io.asyncsqlite.internal.engine.UnfitValueException;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Calls code of users for one connection. Worker thread only.
 *
 * <p>Invariant: a call that ends while the operation has to stop fails, whatever it returned or threw. So an operation whose function outlives its
 * deadline does not succeed.
 */
final class Caller {

    private static final int COMPARISONS_BETWEEN_QUESTIONS = 256;

    private final Codecs codecs;
    private final BooleanSupplier mustStop;
    private boolean calling;
    private int comparisons;

    Caller(Codecs codecs, BooleanSupplier mustStop) {
        this.codecs = codecs;
        this.mustStop = mustStop;
    }

    boolean isCalling() {
        return calling;
    }

    EngineFunction.Body body(SqlFunction function) {
        SqlFunction.Body body = function.body();
        return body instanceof SqlFunction.Scalar scalar ? scalar(scalar) : aggregate((SqlFunction.Aggregate<?>) body);
    }

    private EngineFunction.Scalar scalar(SqlFunction.Scalar body) {
        return values -> stored(call(() -> body.call(arguments(values))));
    }

    private <S> EngineFunction.Aggregate aggregate(SqlFunction.Aggregate<S> body) {
        return new EngineFunction.Aggregate() {

            @Override
            public boolean isWindow() {
                return body.inverse() != null;
            }

            @Override
            public EngineFunction.Group start() throws Exception {
                return new Rows<>(
                        body.collector(), body.inverse(), call(body.collector().supplier()::get));
            }
        };
    }

    /** The rows of a group, in the state of a collector. */
    private final class Rows<S> implements EngineFunction.Group {

        private final Collector<? super Arguments, S, ?> collector;
        private final @Nullable BiConsumer<? super S, ? super Arguments> inverse;
        private final S state;

        Rows(
                Collector<? super Arguments, S, ?> collector,
                @Nullable BiConsumer<? super S, ? super Arguments> inverse,
                S state) {
            this.collector = collector;
            this.inverse = inverse;
            this.state = state;
        }

        @Override
        public void step(@Nullable Object[] arguments) throws Exception {
            accept(collector.accumulator(), arguments);
        }

        @Override
        public void inverse(@Nullable Object[] arguments) throws Exception {
            if (inverse != null) {
                accept(inverse, arguments);
            }
        }

        private void accept(BiConsumer<? super S, ? super Arguments> action, @Nullable Object[] values)
                throws Exception {
            call(() -> {
                action.accept(state, arguments(values));
                return null;
            });
        }

        @Override
        public @Nullable Object value() throws Exception {
            return stored(call(() -> collector.finisher().apply(state)));
        }
    }

    Comparator<String> order(SqlCollation collation) {
        Comparator<? super String> order = collation.order();
        return (left, right) -> {
            calling = true;
            try {
                if (++comparisons % COMPARISONS_BETWEEN_QUESTIONS == 0 && mustStop.getAsBoolean()) {
                    throw new StoppedException();
                }
                return order.compare(left, right);
            } finally {
                calling = false;
            }
        };
    }

    private <T extends @Nullable Object> T call(Callable<T> code) throws Exception {
        calling = true;
        try {
            T result = code.call();
            throwIfStopped();
            return result;
        } catch (Throwable e) {
            throwIfStopped();
            throw e;
        } finally {
            calling = false;
        }
    }

    private void throwIfStopped() {
        if (mustStop.getAsBoolean()) {
            throw new StoppedException();
        }
    }

    private Arguments arguments(@Nullable Object[] values) {
        return new CallArguments(values, codecs, mustStop);
    }

    private @Nullable Object stored(@Nullable Object result) {
        try {
            return codecs.encode(result);
        } catch (IllegalArgumentException e) {
            throw new UnfitValueException("result: " + e.getMessage(), e);
        }
    }
}
