package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.samples.shortlinks.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a link is about. */
final class Title {

    private static final int MAX_LENGTH = 200;

    private Title() {}

    /** Returns a title without blanks at its ends, or throws an error of status 400 with the reason. */
    static String checked(@Nullable String title) {
        String text = title == null ? "" : title.strip();
        if (text.length() > MAX_LENGTH) {
            throw Problems.problem(
                    HttpStatus.BAD_REQUEST,
                    "title must have at most " + MAX_LENGTH + " characters, has " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Problems.problem(HttpStatus.BAD_REQUEST, "title must not have control characters");
        }
        return text;
    }
}
