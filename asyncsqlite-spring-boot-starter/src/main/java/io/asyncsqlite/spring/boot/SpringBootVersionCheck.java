package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Refuses a Spring Boot before 4.0 with a message. Without it the start fails because of the first class that is missing there. Uses only classes that
 * old versions have.
 */
final class SpringBootVersionCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        check(SpringBootVersion.getVersion());
    }

    static void check(@Nullable String version) {
        if (version != null && version.matches("[0-3]\\..*")) {
            throw new UnsupportedSpringBootException(version);
        }
    }
}
