package io.asyncsqlite.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the code that uses the databases of an application. Starts {@code AsyncSqlite} beans, and Flyway or Liquibase if they
 * are on the class path, but neither a web server nor components. Each method has {@link FreshDatabases}.
 *
 * <pre>
 * &#64;AsyncSqliteTest(properties = "asyncsqlite.init.schema-locations=classpath:schema.sql")
 * class NoteTableTests {
 *
 *     &#64;Autowired
 *     private AsyncSqlite database;
 *
 *     &#64;Test
 *     void aNoteIsKept() {
 *         database.execute("INSERT INTO note(body) VALUES (?)", "hi").join();
 *
 *         assertThat(database.query("SELECT body FROM note")
 *                         .mapTo(String.class)
 *                         .list()
 *                         .join())
 *                 .contains("hi");
 *     }
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(AsyncSqliteTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(AsyncSqliteTypeExcludeFilter.class)
@FreshDatabases
@ImportAutoConfiguration
// Two of its annotations name classes that only Spring calls.
@SuppressWarnings("exports")
public @interface AsyncSqliteTest {

    /**
     * Returns properties for the environment.
     *
     * @return pairs in the form {@code key=value}
     */
    String[] properties() default {};

    /**
     * Returns whether the default filters keep components out.
     *
     * @return whether they do; default true
     */
    boolean useDefaultFilters() default true;

    /**
     * Returns which components to start, such as repositories.
     *
     * @return filters
     */
    Filter[] includeFilters() default {};

    /**
     * Returns which components not to start.
     *
     * @return filters
     */
    Filter[] excludeFilters() default {};

    /**
     * Returns auto-configurations to leave out.
     *
     * @return their classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
