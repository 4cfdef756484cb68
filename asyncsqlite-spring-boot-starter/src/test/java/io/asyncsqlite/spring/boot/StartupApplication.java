package io.asyncsqlite.spring.boot;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.sqlite.SQLiteJDBCLoader;

/** An application without anything of its own, which has a database if the starter is on its class path. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartupApplication {

    public static void main(String[] arguments) throws Exception {
        long before = System.nanoTime();
        SQLiteJDBCLoader.initialize();
        long loaded = System.nanoTime();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(StartupApplication.class)
                .web(WebApplicationType.NONE)
                .properties("asyncsqlite.path=" + arguments[0])
                .run();
        System.out.printf(
                "started in %d us with %d databases, native library in %d us%n",
                (System.nanoTime() - loaded) / 1_000,
                context.containsBean("asyncSqlite") ? 1 : 0,
                (loaded - before) / 1_000);
        context.close();
    }
}
