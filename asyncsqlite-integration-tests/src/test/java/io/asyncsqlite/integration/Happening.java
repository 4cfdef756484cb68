package io.asyncsqlite.integration;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** A row with an id of the program's own, a version, and a column of every kind. */
record Happening(
        @Id UUID id,
        @Version @Nullable Long version,
        Instant at,
        @Nullable LocalDate day,
        @Nullable LocalTime time,
        @Nullable LocalDateTime local,
        @Nullable ZonedDateTime zoned,
        @Nullable Duration span,
        @Nullable BigDecimal price,
        @Nullable Double ratio,
        @Nullable Long total,
        @Nullable Boolean flag,
        byte @Nullable [] payload) {

    static Happening at(Instant at) {
        return new Happening(UUID.randomUUID(), null, at, null, null, null, null, null, null, null, null, null, null);
    }

    Happening withTotal(long newTotal) {
        return new Happening(id, version, at, day, time, local, zoned, span, price, ratio, newTotal, flag, payload);
    }

    Happening withPrice(BigDecimal newPrice) {
        return new Happening(id, version, at, day, time, local, zoned, span, newPrice, ratio, total, flag, payload);
    }

    Happening withSpan(Duration newSpan) {
        return new Happening(id, version, at, day, time, local, zoned, newSpan, price, ratio, total, flag, payload);
    }
}
