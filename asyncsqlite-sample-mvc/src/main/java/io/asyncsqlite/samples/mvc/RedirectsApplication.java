package io.asyncsqlite.samples.mvc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application. From JDK 21 on each request has a virtual thread. */
@SpringBootApplication(proxyBeanMethods = false)
class RedirectsApplication {

    /**
     * Starts the application.
     *
     * @param args properties, such as {@code --server.port=8082}
     */
    public static void main(String[] args) {
        SpringApplication.run(RedirectsApplication.class, args);
    }
}
