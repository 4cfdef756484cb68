package io.asyncsqlite.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives each test method fresh databases, in milliseconds and without a new application context: {@code asyncsqlite} has its
 * files in a directory of its own, which is deleted with the context, and before each method they have the content that they had
 * after the start of the context, migrations and scripts included.
 *
 * <p>For tests of a whole application, beside {@code @SpringBootTest}. {@link AsyncSqliteTest} has it. Databases that the application opens itself
 * are left alone; those in memory become files, too. Test methods of one context must not run in parallel.
 *
 * <pre>
 * &#64;FreshDatabases
 * &#64;SpringBootTest(properties = "asyncsqlite.init.schema-locations=classpath:schema.sql")
 * class NoteApplicationTests {
 *
 *     &#64;Autowired
 *     private AsyncSqlite database;
 *
 *     &#64;RepeatedTest(2)
 *     void aMethodFindsNoNoteOfAnother() {
 *         database.execute("INSERT INTO note(body) VALUES (?)", "mine").join();
 *
 *         assertThat(database.query("SELECT count(*) FROM note WHERE body = ?", "mine")
 *                         .mapTo(Long.class)
 *                         .one()
 *                         .join())
 *                 .isEqualTo(1);
 *     }
 * }
 * </pre>
 *
 * <p>The files are {@code ${asyncsqlite.test.directory}/BEAN.db}, where BEAN is {@code asyncSqlite} for a single database: for
 * {@code spring.flyway.url}, as an example.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface FreshDatabases {}
