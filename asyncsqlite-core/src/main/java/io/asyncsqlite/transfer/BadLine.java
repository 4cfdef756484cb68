package io.asyncsqlite.transfer;

/**
 * A line that an import left out. It holds what the line holds: think before you log it.
 *
 * @param number line of the source at which the record begins, from 1
 * @param text the record, at most its first 1,000 characters; of a CSV record that could be parsed, its fields written anew
 * @param reason why it was left out; without values of the line
 */
public record BadLine(long number, String text, String reason) {

    private static final int MAX_TEXT = 1_000;

    /**
     * Makes a bad line.
     *
     * @param number from 1
     * @param text is cut after 1,000 characters
     * @param reason why it was left out
     */
    public BadLine {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
