package io.asyncsqlite.spring.boot.test;

import org.springframework.stereotype.Component;

@Component
class Unneeded {}
