package io.asyncsqlite.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.codec.Codec;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandardCodecsTests {

    private static final List<Class<?>> TYPES = List.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            String.class,
            Character.class,
            byte[].class,
            ByteBuffer.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Duration.class,
            Period.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            ZoneId.class);

    @Test
    void everyTypeHasTheCodecOfItsOwn() {
        assertThat(TYPES)
                .allSatisfy(type -> assertThat(StandardCodecs.of(type).type()).isEqualTo(type));
        assertThat(StandardCodecs.of(Object.class)).isNull();
    }

    @Test
    void theTypesThatAreNotFinalAreTheSupertypes() {
        assertThat(TYPES.stream().filter(type -> !Modifier.isFinal(type.getModifiers())))
                .isEqualTo(StandardCodecs.SUPERTYPES);
    }

    @Test
    void aSubclassHasTheCodecOfItsClassAndOneOfTheUserReplacesIt() {
        Codec<ZoneId> own = FunctionCodec.text(ZoneId.class, zone -> "own", ZoneId::of, "a zone");

        assertThat(new Codecs(List.of()).encode(ZoneId.of("Europe/Berlin"))).isEqualTo("Europe/Berlin");
        assertThat(new Codecs(List.of(own)).encode(ZoneId.of("Europe/Berlin"))).isEqualTo("own");
        assertThat(new Codecs(List.of()).encode(ByteBuffer.wrap(new byte[] {1, 2})))
                .isEqualTo(new byte[] {1, 2});
    }
}
