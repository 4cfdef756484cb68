package io.asyncsqlite.samples.shortlinks.traffic;

import io.asyncsqlite.samples.shortlinks.Problems;
import org.springframework.http.HttpStatus;

/**
 * How much traffic is wanted.
 *
 * @param clients visitors at a time, 1 to 64
 * @param seconds how long, 1 to 30
 */
record TrafficRequest(int clients, int seconds) {

    private static final int MOST_CLIENTS = 64;
    private static final int MOST_SECONDS = 30;

    TrafficRequest checked() {
        check("clients", clients, MOST_CLIENTS);
        check("seconds", seconds, MOST_SECONDS);
        return this;
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw Problems.problem(HttpStatus.BAD_REQUEST, name + " must be from 1 to " + most + ", was " + value);
        }
    }
}
