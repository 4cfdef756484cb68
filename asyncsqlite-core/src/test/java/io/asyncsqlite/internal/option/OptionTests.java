package io.asyncsqlite.internal.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.codec.Codec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionTests {

    static Stream<Option<?>> options() throws IllegalAccessException {
        List<Option<?>> all = new ArrayList<>();
        for (var field : Option.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Option.class) {
                all.add((Option<?>) field.get(null));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("options")
    void builderHasTheDefaultOfTheTable(Option<?> option) throws Exception {
        assertThat(valueOf(option, SqliteOptions.memory())).isEqualTo(option.initial());
    }

    @ParameterizedTest
    @MethodSource("options")
    void builderTakesBothEndsOfTheRange(Option<?> option) throws Exception {
        for (Object end : List.of(option.range().least(), option.range().greatest())) {
            assertThat(valueOf(option, set(option, end))).isEqualTo(end);
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void builderRefusesWhatIsBesideTheRange(Option<?> option) throws Exception {
        for (Object beside : besideTheRange(option.range())) {
            SqliteOptions.Builder builder = set(option, beside);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(option.name() + " must be " + option.range().text() + ", was "
                            + (beside instanceof Duration time ? Millis.of(time) : beside));
        }
    }

    @Test
    void sizeOfPagesIsAPowerOfTwo() {
        for (Integer size : new Integer[] {null, 512, 65_536}) {
            assertThat(SqliteOptions.memory().pageSize(size).build().pageSize()).isEqualTo(size);
        }
        for (int size : new int[] {256, 1000, 131_072}) {
            assertThatThrownBy(() -> SqliteOptions.memory().pageSize(size).build())
                    .hasMessage("pageSize must be a power of two from 512 to 65536, was " + size);
        }
    }

    @Test
    void optionsTellWhatWasAdded() {
        Codec<Path> codec = new PathCodec();
        SqliteListener listener = new SqliteListener() {};
        OperationTracer tracer = (database, kind, sql) -> null;

        SqliteOptions options = SqliteOptions.memory()
                .codec(codec)
                .listener(listener)
                .tracer(tracer)
                .pragma("RECURSIVE_TRIGGERS", "on")
                .build();

        assertThat(options.codecs()).isEqualTo(List.of(codec));
        assertThat(options.listeners()).containsExactly(listener);
        assertThat(options.tracer()).isSameAs(tracer);
        assertThat(options.pragmas()).isEqualTo(Map.of("recursive_triggers", "on"));
    }

    @Test
    void builtOptionsDoNotChangeWithTheirBuilder() {
        SqliteOptions.Builder builder = SqliteOptions.memory().pragma("cell_size_check", "on");
        SqliteOptions options = builder.build();

        builder.readers(1).pragma("cell_size_check", "off").listener(new SqliteListener() {});

        assertThat(options.readers()).isEqualTo(Option.READERS.initial());
        assertThat(options.pragmas()).isEqualTo(Map.of("cell_size_check", "on"));
        assertThat(options.listeners()).isEmpty();
        assertThatThrownBy(() -> options.pragmas().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static final class PathCodec implements Codec<Path> {
        @Override
        public Class<Path> type() {
            return Path.class;
        }

        @Override
        public Object encode(Path value) {
            return value.toString();
        }

        @Override
        public Path decode(Object stored) {
            return Path.of((String) stored);
        }
    }

    private static Object valueOf(Option<?> option, SqliteOptions.Builder builder) throws Exception {
        return SqliteOptions.class.getMethod(option.name()).invoke(builder.build());
    }

    private static SqliteOptions.Builder set(Option<?> option, Object value) throws Exception {
        SqliteOptions.Builder builder = SqliteOptions.memory();
        Method setter = Arrays.stream(SqliteOptions.Builder.class.getMethods())
                .filter(method -> method.getName().equals(option.name()))
                .findFirst()
                .orElseThrow();
        try {
            setter.invoke(builder, value);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
        return builder;
    }

    private static List<Object> besideTheRange(Range<?> range) {
        if (range.least() instanceof Duration least && range.greatest() instanceof Duration greatest) {
            return List.of(least.minusNanos(1), greatest.plusNanos(1));
        }
        if (range.least() instanceof Long least && range.greatest() instanceof Long greatest) {
            return List.of(least - 1, greatest + 1);
        }
        return List.of((Integer) range.least() - 1, (Integer) range.greatest() + 1);
    }
}
