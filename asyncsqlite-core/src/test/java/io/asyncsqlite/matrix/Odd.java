package io.asyncsqlite.matrix;

import io.asyncsqlite.codec.Codec;

/** A value whose codec throws where the event of the cell wants it. */
record Odd(String text) {

    record OddCodec(Event event, Error error) implements Codec<Odd> {

        @Override
        public Class<Odd> type() {
            return Odd.class;
        }

        @Override
        public Object encode(Odd value) {
            if (event == Event.ENCODE_ERROR) {
                throw error;
            }
            return value.text;
        }

        @Override
        public Odd decode(Object stored) {
            if (event == Event.DECODE_ERROR) {
                throw error;
            }
            return new Odd(String.valueOf(stored));
        }
    }
}
