package io.asyncsqlite.spring.boot;

import io.asyncsqlite.spring.boot.AsyncSqliteProperties.Init;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Keeps the scripts of {@code asyncsqlite.init} that are on the class path in a native image. */
final class ScriptsAotProcessor implements BeanFactoryInitializationAotProcessor {

    private static final List<String> PREFIXES = List.of("optional:", "classpath*:", "classpath:", "/");

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        Environment environment = beanFactory.getBean(Environment.class);
        List<String> scripts = Stream.concat(
                        Stream.of(DatabaseFactory.ONE), DatabasesRegistrar.names(environment).stream())
                .flatMap(bean -> scripts(environment, DatabaseFactory.prefix(bean)))
                .toList();
        return scripts.isEmpty() ? null : (context, code) -> keep(scripts, context.getRuntimeHints());
    }

    private static Stream<String> scripts(Environment environment, String prefix) {
        Init init = Binder.get(environment).bindOrCreate(prefix + ".init", Init.class);
        return Stream.concat(init.schemaLocations().stream(), init.dataLocations().stream())
                .filter(location -> location.contains("classpath"));
    }

    private static void keep(List<String> scripts, RuntimeHints hints) {
        for (String script : scripts) {
            String path = script;
            for (String prefix : PREFIXES) {
                path = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
            }
            hints.resources().registerPattern(path);
        }
    }
}
