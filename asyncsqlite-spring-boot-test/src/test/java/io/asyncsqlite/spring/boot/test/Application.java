package io.asyncsqlite.spring.boot.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Application {}
