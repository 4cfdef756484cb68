package io.asyncsqlite.powerloss;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a program did to the files of a directory, in order, as {@code recorder.c} wrote it down. */
record Trace(List<Event> events) {

    /** Name of the file that the program writes what it acknowledges to; what is written to it is no data. */
    static final String ACKNOWLEDGED = "acknowledged";

    /**
     * @param number as the kind says
     * @param data as the kind says
     */
    record Event(Kind kind, int descriptor, long number, byte[] data) {

        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    enum Kind {
        /** A file was opened, and created if the number is 1; data is its name, empty for the directory itself. */
        OPENED('O'),
        CLOSED('C'),
        /** Data was written at an offset, the number. */
        WRITTEN('W'),
        /** A file was cut or extended to a length, the number. */
        TRUNCATED('T'),
        /** A sync began; the number is its own. */
        SYNC_BEGAN('S'),
        /** The sync of that number succeeded. */
        SYNCED('E'),
        /** Data is the name of the file. */
        UNLINKED('U'),
        /** Data is the name of a call that cannot be replayed. */
        UNKNOWN('X');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of event: " + code);
        }
    }

    /** Returns the places of the events in which something was acknowledged. */
    List<Integer> acknowledgements() {
        int descriptor = events.stream()
                .filter(event -> event.kind == Kind.OPENED && event.text().equals(ACKNOWLEDGED))
                .findFirst()
                .orElseThrow()
                .descriptor;
        return IntStream.range(0, events.size())
                .filter(i -> events.get(i).kind == Kind.WRITTEN && events.get(i).descriptor == descriptor)
                .boxed()
                .toList();
    }

    static Trace read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Kind kind = Kind.of(bytes.getInt());
            int descriptor = bytes.getInt();
            long number = bytes.getLong();
            byte[] data = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(data);
            events.add(new Event(kind, descriptor, number, data));
        }
        return new Trace(events);
    }
}
