package io.asyncsqlite.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What stands between Spring and the driver. */
enum Wiring {
    PLAIN("spring.r2dbc.pool.enabled=false"),
    POOL("spring.r2dbc.pool.enabled=true", "spring.r2dbc.pool.max-size=20"),
    PROXY("spring.r2dbc.pool.enabled=false", "notes.proxy=true"),
    PROXY_AND_POOL("spring.r2dbc.pool.enabled=true", "spring.r2dbc.pool.max-size=20", "notes.proxy=true");

    private final List<String> properties;

    Wiring(String... properties) {
        this.properties = List.of(properties);
    }

    /** Starts the application on a file. */
    ConfigurableApplicationContext start(Path file, String urlOptions) {
        List<String> all = new ArrayList<>(properties);
        all.add("spring.r2dbc.url=" + url(file) + urlOptions);
        all.add("spring.sql.init.mode=always");
        all.add("spring.main.banner-mode=off");
        all.add("logging.level.root=WARN");
        // It would put a proxy around each factory, because the class is there.
        all.add(
                "spring.autoconfigure.exclude=org.springframework.boot.r2dbc.autoconfigure.R2dbcProxyAutoConfiguration");
        return new SpringApplicationBuilder(NotesApplication.class)
                .web(WebApplicationType.NONE)
                .properties(all.toArray(String[]::new))
                .run();
    }

    static String url(Path file) {
        return "r2dbc:sqlite:///" + file.toAbsolutePath().toString().replace('\\', '/');
    }
}
