package org.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Spring {

    public static void main(String[] arguments) {
        SpringApplication.run(Spring.class, arguments).close();
    }
}
