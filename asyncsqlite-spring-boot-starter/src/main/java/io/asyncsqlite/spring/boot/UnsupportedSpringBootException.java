package io.asyncsqlite.spring.boot;

/** The application has a version of Spring Boot that this starter does not run on. */
final class UnsupportedSpringBootException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedSpringBootException(String version) {
        super("asyncsqlite-spring-boot-starter needs Spring Boot 4.0 or newer, and this is Spring Boot " + version);
    }
}
