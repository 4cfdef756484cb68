package org.example;

import org.springframework.data.annotation.Id;

public record Note(@Id Long id, String body) {}
