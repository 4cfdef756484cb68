package io.asyncsqlite.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that a statement may create: {@code ATTACH name AS schema}, {@code VACUUM INTO name}.
 *
 * @param attached whether it is attached; else it gets a copy
 * @param name its name if the statement has it as a literal, else null
 * @param parameter which value is its name, from 0 on; -1 if it is no parameter
 */
public record FileTarget(boolean attached, @Nullable String name, int parameter) {

    /**
     * Finds the name of a file in a statement.
     *
     * @param statement any statement
     * @return the file; null if the statement creates none
     * @see <a href="https://www.sqlite.org/lang_attach.html">ATTACH</a>
     * @see <a href="https://www.sqlite.org/lang_vacuum.html">VACUUM</a>
     */
    public static @Nullable FileTarget of(SqlStatement statement) {
        List<Token> tokens = tokens(statement.text());
        if (tokens.isEmpty()) {
            return null;
        }
        if (tokens.get(0).is("ATTACH")) {
            int start = tokens.size() > 1 && tokens.get(1).is("DATABASE") ? 2 : 1;
            return target(true, tokens, start, indexOf("AS", tokens, start));
        }
        int into = indexOf("INTO", tokens, 1);
        return tokens.get(0).is("VACUUM") && into < tokens.size()
                ? target(false, tokens, into + 1, tokens.size())
                : null;
    }

    private static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        SqlTokenizer tokenizer = new SqlTokenizer(sql);
        for (SqlTokenizer.Type type = tokenizer.next(); type != SqlTokenizer.Type.END; type = tokenizer.next()) {
            if (type != SqlTokenizer.Type.SEMICOLON) {
                tokens.add(new Token(type, tokenizer.text()));
            }
        }
        return tokens;
    }

    private static int indexOf(String word, List<Token> tokens, int from) {
        int i = from;
        while (i < tokens.size() && !tokens.get(i).is(word)) {
            i++;
        }
        return i;
    }

    private static FileTarget target(boolean attached, List<Token> tokens, int start, int end) {
        Token token = end - start == 1 ? tokens.get(start) : new Token(SqlTokenizer.Type.OTHER, "");
        return switch (token.type) {
            // SQLite takes a word there for a text, as it does with all kinds of quotes.
            case WORD, QUOTED -> new FileTarget(attached, token.unquoted(), -1);
            case PARAMETER -> new FileTarget(attached, null, token.parameter());
            default -> new FileTarget(attached, null, -1);
        };
    }

    /** One token of the text. */
    record Token(SqlTokenizer.Type type, String text) {

        boolean is(String word) {
            return type == SqlTokenizer.Type.WORD && text.equalsIgnoreCase(word);
        }

        String unquoted() {
            boolean quoted = type == SqlTokenizer.Type.QUOTED && text.length() > 1;
            return quoted ? SqlTokenizer.unquoted(text) : text;
        }

        /** The first parameter of the text gets the number 1, unless it has one. */
        int parameter() {
            return text.matches("\\?\\d{1,9}") ? Integer.parseInt(text.substring(1)) - 1 : 0;
        }
    }
}
