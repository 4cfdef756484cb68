package io.asyncsqlite.transfer;

/** Texts of JSON, see RFC 8259. */
final class JsonText {

    private JsonText() {}

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        addQuoted(text, quoted);
        return quoted.toString();
    }

    static void addQuoted(String text, StringBuilder to) {
        to.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter == '"' || letter == '\\') {
                to.append(text, plain, i);
                addEscaped(letter, to);
                plain = i + 1;
            }
        }
        to.append(text, plain, text.length()).append('"');
    }

    private static void addEscaped(char letter, StringBuilder to) {
        if (letter >= ' ') {
            to.append('\\').append(letter);
        } else if (letter == '\n') {
            to.append("\\n");
        } else {
            to.append("\\u00").append(letter < 16 ? '0' : '1').append(Character.forDigit(letter % 16, 16));
        }
    }
}
