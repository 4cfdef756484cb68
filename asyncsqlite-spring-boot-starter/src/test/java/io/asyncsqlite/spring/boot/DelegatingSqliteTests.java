package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

        for (Method method : AsyncSqlite.class.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
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
        return type == int.class ? 0 : null;
    }
}
