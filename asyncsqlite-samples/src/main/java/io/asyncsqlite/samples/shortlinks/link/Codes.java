package io.asyncsqlite.samples.shortlinks.link;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Makes the codes of links: not guessable one from the other if the generator is not. */
@Component
final class Codes {

    /** What a code looks like; anything else is unknown without a look into the database. */
    static final String SHAPE = "[0-9A-Za-z]{7}";

    private static final int LENGTH = 7;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final RandomGenerator random;

    @Autowired
    Codes() {
        this(new SecureRandom());
    }

    Codes(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a random code. May block: a secure generator reads from the operating system. */
    String next() {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
