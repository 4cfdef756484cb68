package io.asyncsqlite.internal.sql;

import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the parameters of one statement as SQLite numbers them. */
final class ParameterNumbering {

    private static final int MAX = 32_766;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private boolean unnumbered;

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Tells whether a parameter is a {@code ?} without a number. */
    boolean isUnnumbered() {
        return unnumbered;
    }

    /** Adds a parameter, and returns its number from 0 on. */
    int accept(String token) {
        int number = tokens.size();
        if (token.equals("?")) {
            unnumbered = true;
            tokens.add(token);
        } else if (token.charAt(0) == '?') {
            number = number(token) - 1;
            while (tokens.size() <= number) {
                tokens.add("?");
            }
        } else if (names.putIfAbsent(token, number) == null) {
            tokens.add(token);
        } else {
            number = names.get(token);
        }
        if (tokens.size() > MAX) {
            throw new UnacceptableSqlException("a statement takes at most " + MAX + " parameters");
        }
        return number;
    }

    List<SqlParameter> toList() {
        List<SqlParameter> list = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            list.add(parameter(tokens.get(i), i));
        }
        long named = list.stream().filter(parameter -> parameter.name() != null).count();
        long numbered = tokens.stream().filter(ParameterNumbering::isNumbered).count();
        if ((named != 0 && named != list.size()) || (numbered != 0 && numbered != list.size())) {
            throw new UnacceptableSqlException(
                    "SQL must not mix named, ? and $N parameters, has " + Excerpt.ofText(String.join(" ", tokens)));
        }
        return List.copyOf(list);
    }

    private static SqlParameter parameter(String token, int index) {
        if (token.equals("?")) {
            return new SqlParameter(null, index);
        }
        return isNumbered(token)
                ? new SqlParameter(null, number(token) - 1)
                : new SqlParameter(token.substring(1), index);
    }

    private static boolean isNumbered(String token) {
        return token.charAt(0) == '$' && token.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String token) {
        String digits = token.substring(1);
        int number = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (number < 1 || number > MAX) {
            throw new UnacceptableSqlException(
                    "a parameter number must be from 1 to " + MAX + ", was " + Excerpt.ofName(token));
        }
        return number;
    }
}
