package io.asyncsqlite.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.codec.Codec;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardCodecsTests {

    @Test
    void everyTypeHasTheCodecOfItsOwn() {
        assertThat(StandardCodecs.TYPES)
                .allSatisfy(type -> assertThat(StandardCodecs.of(type).type()).isEqualTo(type));
        assertThat(StandardCodecs.of(Object.class)).isNull();
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
