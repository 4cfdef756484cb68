package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

/** Processing ahead of time registers all that a native image must keep. */
@Timeout(60)
class AotTests {

    @Test
    void theBinariesOfTheForeignEngineAreKept() {
        RuntimeHints hints = hints(Map.of());

        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("io/asyncsqlite/internal/engine/native/linux-x86_64.so"))
                .accepts(hints);
    }

    @Test
    void theScriptsOnTheClassPathAreKept() {
        RuntimeHints hints = hints(Map.of(
                "asyncsqlite.init.schema-locations", "classpath:init/schema.sql,file:other.sql",
                "asyncsqlite.init.data-locations", "optional:classpath*:/init/data*.sql"));

        assertThat(RuntimeHintsPredicates.resource().forResource("init/schema.sql"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("init/data.sql"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("init/wrong.sql"))
                .rejects(hints);
    }

    @Test
    void theScriptsOfSeveralDatabasesAreKept() {
        RuntimeHints hints =
                hints(Map.of("asyncsqlite.databases.orders.init.schema-locations", "classpath:init/schema.sql"));

        assertThat(RuntimeHintsPredicates.resource().forResource("init/schema.sql"))
                .accepts(hints);
    }

    @Test
    void propertiesCanBeBound() {
        RuntimeHints hints = hints(Map.of());

        assertThat(RuntimeHintsPredicates.reflection().onType(AsyncSqliteProperties.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(AsyncSqliteProperties.Init.class))
                .accepts(hints);
        RuntimeHints several = hints(Map.of("asyncsqlite.databases.orders.in-memory", "true"));
        assertThat(RuntimeHintsPredicates.reflection().onType(AsyncSqliteDatabasesProperties.class))
                .accepts(several);
        assertThat(RuntimeHintsPredicates.reflection().onType(AsyncSqliteProperties.class))
                .accepts(several);
    }

    private static RuntimeHints hints(Map<String, Object> properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.register(AsyncSqliteAutoConfiguration.class);
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(AotTests.class)), new InMemoryGeneratedFiles());
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        new AsyncSqliteRuntimeHints().registerHints(generation.getRuntimeHints(), AotTests.class.getClassLoader());
        return generation.getRuntimeHints();
    }
}
