package io.asyncsqlite.benchmarks.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that does nothing but answer. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
class EmptyApplication {

    /**
     * Starts the application.
     *
     * @param args properties
     */
    public static void main(String[] args) {
        SpringApplication.run(EmptyApplication.class, args);
    }

    @GetMapping("/")
    String answer() {
        return "here";
    }
}
