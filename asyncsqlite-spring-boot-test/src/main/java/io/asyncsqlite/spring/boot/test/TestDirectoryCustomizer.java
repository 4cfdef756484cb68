package io.asyncsqlite.spring.boot.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Puts the databases of a context into a directory of its own. All are equal, so that contexts are shared. */
record TestDirectoryCustomizer() implements ContextCustomizer {

    private static final String BEAN = "asyncSqliteTestDatabases";

    static final String PROPERTY = "asyncsqlite.test.directory";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Path directory = create();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("asyncsqlite test directory", Map.of(PROPERTY, directory.toString())));
        TestDatabases databases = new TestDatabases(directory);
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton(BEAN, databases);
        // Registered before the databases, so destroyed after them.
        beans.registerDisposableBean(BEAN, databases);
    }

    private static Path create() {
        try {
            return Files.createTempDirectory("asyncsqlite-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
