package io.asyncsqlite.internal.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads and writes native memory of SQLite. */
@SuppressWarnings("restricted") // Addresses and lengths come from SQLite.
final class Native {

    /** All memory, so that reading at an address allocates nothing. */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Native() {}

    static void read(long address, byte[] target, int offset, int length) {
        MemorySegment.copy(MEMORY, JAVA_BYTE, address, target, offset, length);
    }

    static void write(byte[] source, int offset, int length, long address) {
        MemorySegment.copy(source, offset, MEMORY, JAVA_BYTE, address, length);
    }

    static long longAt(long address) {
        return MEMORY.get(JAVA_LONG_UNALIGNED, address);
    }

    static void setLong(long address, long value) {
        MEMORY.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /** Reads text that ends with NUL. */
    static String string(long address) {
        return address == 0 ? "" : MEMORY.getString(address);
    }

    static @Nullable String stringOrNull(long address) {
        return address == 0 ? null : MEMORY.getString(address);
    }

    /** Writes text for the lifetime of an arena, with NUL at its end. */
    static MemorySegment text(byte[] utf8, Arena arena) {
        MemorySegment segment = arena.allocate(utf8.length + 1L);
        MemorySegment.copy(utf8, 0, segment, JAVA_BYTE, 0, utf8.length);
        return segment;
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
