package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExceptionTests {

    static Stream<Class<?>> concrete() {
        return below(SqliteException.class).filter(type -> !Modifier.isAbstract(type.getModifiers()));
    }

    private static Stream<Class<?>> below(Class<?> type) {
        Stream<Class<?>> permitted = type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ExceptionTests::below)
                : Stream.empty();
        return Stream.concat(Stream.of(type), permitted);
    }

    @ParameterizedTest
    @MethodSource("concrete")
    void programsCanCreateEachException(Class<?> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            SqliteException created =
                    (SqliteException) constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                            .map(ExceptionTests::sample)
                            .toArray());

            assertThat(created).hasMessage("text").hasNoCause();
            assertThat(created.outcome()).isNotNull();
        }
        assertThat(type.getConstructors()).isNotEmpty();
    }

    private static Object sample(Class<?> type) {
        if (type == ResultCode.class) {
            return new ResultCode(ResultCode.BUSY);
        }
        if (type == long.class) {
            return 1L;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return type == String.class ? "text" : null;
    }

    @Test
    void codeOfAnOpeningGivesItsReason() {
        assertThat(new DatabaseOpenException("text", new ResultCode(ResultCode.NOTADB), null).reason())
                .isEqualTo(DatabaseOpenException.Reason.NOT_A_DATABASE);
        assertThat(new DatabaseOpenException("text", new ResultCode(ResultCode.BUSY), null).reason())
                .isEqualTo(DatabaseOpenException.Reason.LOCKED);
    }

    @Test
    void codeWithAConstantHasItsName() throws Exception {
        for (var constant : ResultCode.class.getFields()) {
            assertThat(new ResultCode(constant.getInt(null)).name()).isEqualTo("SQLITE_" + constant.getName());
        }
    }
}
