package io.asyncsqlite.samples.shortlinks;

import java.security.SecureRandom;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication(proxyBeanMethods = false)
class ShortlinksApplication {

    public static void main(String[] args) {
        SpringApplication.run(ShortlinksApplication.class, args);
    }

    @Bean
    Codes codes() {
        return new Codes(new SecureRandom());
    }
}
