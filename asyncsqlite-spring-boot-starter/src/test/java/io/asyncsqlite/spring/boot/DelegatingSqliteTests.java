package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DelegatingSqliteTests {

    @Test
    void everyMethodIsThatOfTheDelegate() throws ReflectiveOperationException {
        List<Method> called = new ArrayList<>();
        AsyncSqlite delegate = (AsyncSqlite) Proxy.newProxyInstance(
                AsyncSqlite.class.getClassLoader(), new Class<?>[] {AsyncSqlite.class}, (proxy, method, arguments) -> {
                    called.add(method);
                    return primitive(method.getReturnType());
                });
        DelegatingSqlite delegating = new DelegatingSqlite() {
            @Override
            AsyncSqlite delegate() {
                return delegate;
            }
        };

        assertThatEachMethodIsCalled(AsyncSqlite.class, delegating, called, Set.of("blocking"));
    }

    @Test
    void everyMethodOfTheBlockingViewIsThatOfTheDelegate() throws ReflectiveOperationException {
        List<Method> called = new ArrayList<>();
        BlockingSqlite delegate = (BlockingSqlite) Proxy.newProxyInstance(
                BlockingSqlite.class.getClassLoader(),
                new Class<?>[] {BlockingSqlite.class},
                (proxy, method, arguments) -> {
                    called.add(method);
                    return primitive(method.getReturnType());
                });

        assertThatEachMethodIsCalled(BlockingSqlite.class, new DelegatingBlocking(() -> delegate), called, Set.of());
    }

    private static void assertThatEachMethodIsCalled(
            Class<?> type, Object delegating, List<Method> called, Set<String> others)
            throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !others.contains(method.getName())) {
                called.clear();
                method.invoke(delegating, new Object[method.getParameterCount()]);
                assertThat(called).extracting(Method::getName).containsExactly(method.getName());
                assertThat(Arrays.asList(called.get(0).getParameterTypes()))
                        .isEqualTo(Arrays.asList(method.getParameterTypes()));
            }
        }
    }

    private static Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == int.class ? 0 : null;
    }
}
