package io.asyncsqlite.transfer;

/**
 * Makes numbers of texts, so that the writing connection does not have to: the same numbers that SQLite makes of them in a column, where that is
 * certain. All other texts are left to SQLite.
 */
enum NumberText {
    /** The column keeps texts, or it is not known that it makes numbers of them. */
    NONE(0),
    /** 18 digits fit into 64 bits. */
    INTEGER(18),
    /** Up to 15 digits a double has each integer, and a quotient of two is rounded once. */
    REAL(15);

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final int mostDigits;

    NumberText(int mostDigits) {
        this.mostDigits = mostDigits;
    }

    /**
     * Returns what a column of a table makes of texts.
     *
     * @param declared its declared type in upper case
     * @see <a href="https://www.sqlite.org/datatype3.html#determination_of_column_affinity">Determination Of Column Affinity</a>
     */
    static NumberText of(String declared) {
        if (declared.contains("INT")) {
            return INTEGER;
        }
        boolean text = declared.contains("CHAR") || declared.contains("CLOB") || declared.contains("TEXT");
        boolean real = declared.contains("REAL") || declared.contains("FLOA") || declared.contains("DOUB");
        return real && !text && !declared.contains("BLOB") ? REAL : NONE;
    }

    /** Returns the number, or the text itself. */
    Object value(String text) {
        int length = text.length();
        int first = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length == first || length - first > mostDigits) {
            return text;
        }
        long digits = 0;
        int point = 0;
        for (int i = first; i < length; i++) {
            char letter = text.charAt(i);
            if (letter >= '0' && letter <= '9') {
                digits = digits * 10 + (letter - '0');
            } else if (letter == '.' && this == REAL && point == 0 && i > first) {
                point = i;
            } else {
                return text;
            }
        }
        return number(text, first == 0 ? digits : -digits, point == 0 ? 0 : length - 1 - point);
    }

    private static Object number(String text, long digits, int decimals) {
        if (digits == 0 && text.charAt(0) == '-') {
            // A double has a zero with a sign.
            return text;
        }
        if (decimals == 0) {
            return digits;
        }
        return digits / POWERS_OF_TEN[decimals];
    }
}
