package io.asyncsqlite.r2dbc.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The properties of Spring Boot that an option of R2DBC may come from. */
final class UrlProperties {

    static final String URL = "spring.r2dbc.url";

    private static final Map<String, String> PROPERTIES = Map.of(
            "user", "spring.r2dbc.username",
            "password", "spring.r2dbc.password",
            "database", "spring.r2dbc.name");

    private final Environment environment;

    UrlProperties(Environment environment) {
        this.environment = environment;
    }

    /** Returns the property that sets an option, or null if none does. */
    @Nullable
    String propertyOf(String option) {
        String own = PROPERTIES.getOrDefault(option, "spring.r2dbc.properties." + option);
        if (environment.containsProperty(own)) {
            return own;
        }
        return isUrlOfSqlite() ? URL : null;
    }

    boolean isUrlOfSqlite() {
        String url = environment.getProperty(URL, "");
        return url.startsWith("r2dbc:sqlite:") || url.startsWith("r2dbc:pool:sqlite:");
    }

    /** Returns a sentence with the URL, without what could be a password, or an empty text. */
    String shown() {
        String url = environment.getProperty(URL, "");
        return !isUrlOfSqlite() || url.contains("@") || url.contains("password")
                ? ""
                : " '" + URL + "' is '" + url + "'.";
    }
}
