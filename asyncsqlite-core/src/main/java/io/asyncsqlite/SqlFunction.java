package io.asyncsqlite;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A function of SQL: scalar, aggregate or window. See {@link UserDefined} for threads and failures. Immutable.
 *
 * <pre>{@code
 * return AsyncSqlite.open(SqliteOptions.file(file)
 *         .define(SqlFunction.scalar("slug", String.class, Text::slug)
 *                 .deterministic()
 *                 .innocuous())
 *         .define(SqlFunction.scalar(
 *                 "between_ends",
 *                 3,
 *                 a -> a.get(0, Long.class) > a.get(1, Long.class)
 *                         && a.get(0, Long.class) < a.get(2, Long.class)))
 *         .define(SqlFunction.aggregate("average_age", Integer.class, Collectors.averagingInt(age -> age)))
 *         .define(SqlCollation.of("german", Locale.GERMAN))
 *         .define(SqlFunction.regexp())
 *         .build());
 * }</pre>
 *
 * <p>Arguments and results are converted by the codecs of the database. Functions of the forms with types of arguments are not called for NULL: a
 * scalar one returns NULL then, an aggregate leaves the row out, as most of SQLite's own do.
 */
public final class SqlFunction implements UserDefined {

    /** As the number of arguments: the function takes any number. */
    public static final int ANY_NUMBER = -1;

    private enum Flag {
        DETERMINISTIC,
        DIRECT_ONLY,
        INNOCUOUS
    }

    private final String name;
    private final int argumentCount;
    private final Body body;
    private final Set<Flag> flags;

    private SqlFunction(String name, int argumentCount, Body body, Set<Flag> flags) {
        this.name = name;
        this.argumentCount = argumentCount;
        this.body = body;
        this.flags = flags;
    }

    private static SqlFunction of(String name, int argumentCount, Body body) {
        Objects.requireNonNull(name, "name");
        DefinitionRules.checkFunction(name, argumentCount);
        return new SqlFunction(name, argumentCount, body, EnumSet.noneOf(Flag.class));
    }

    /**
     * Makes a scalar function.
     *
     * @param name name in SQL, not blank, at most 255 bytes
     * @param arguments 0 to 100, or {@link #ANY_NUMBER}; the same name may have a function for each number
     * @param body returns the result, of a type that has a codec, or null
     * @return the function
     * @throws IllegalArgumentException if the name or the number is not allowed
     */
    public static SqlFunction scalar(String name, int arguments, Scalar body) {
        return of(name, arguments, Objects.requireNonNull(body, "body"));
    }

    /**
     * Makes a scalar function of one argument.
     *
     * @param name name in SQL
     * @param type type of the argument
     * @param body returns the result or null; not called for NULL
     * @return the function
     * @param <A> type of the argument
     */
    public static <A> SqlFunction scalar(
            String name, Class<A> type, Function<? super A, ? extends @Nullable Object> body) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(body, "body");
        return scalar(name, 1, arguments -> {
            A argument = arguments.get(0, type);
            return argument == null ? null : body.apply(argument);
        });
    }

    /**
     * Makes a scalar function of two arguments.
     *
     * @param name name in SQL
     * @param first type of the first argument
     * @param second type of the second argument
     * @param body returns the result or null; not called if an argument is NULL
     * @return the function
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     */
    public static <A, B> SqlFunction scalar(
            String name,
            Class<A> first,
            Class<B> second,
            BiFunction<? super A, ? super B, ? extends @Nullable Object> body) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(body, "body");
        return scalar(name, 2, arguments -> {
            A left = arguments.get(0, first);
            B right = arguments.get(1, second);
            return left == null || right == null ? null : body.apply(left, right);
        });
    }

    /**
     * Makes an aggregate.
     *
     * @param name name in SQL
     * @param arguments 0 to 100, or {@link #ANY_NUMBER}
     * @param collector collects the arguments of the rows of a group, and finishes the result; need not combine
     * @return the function
     * @param <S> type of what it accumulates in
     */
    public static <S> SqlFunction aggregate(String name, int arguments, Collector<? super Arguments, S, ?> collector) {
        return of(name, arguments, new Aggregate<>(Objects.requireNonNull(collector, "collector"), null));
    }

    /**
     * Makes an aggregate of one argument.
     *
     * @param name name in SQL
     * @param type type of the argument
     * @param collector collects the values that are not NULL, and finishes the result; need not combine
     * @return the function
     * @param <A> type of the argument
     * @param <S> type of what it accumulates in
     */
    public static <A, S> SqlFunction aggregate(String name, Class<A> type, Collector<? super A, S, ?> collector) {
        return aggregate(name, 1, typed(type, collector));
    }

    /**
     * Makes an aggregate that also serves as a window function.
     *
     * @param name name in SQL
     * @param arguments 0 to 100, or {@link #ANY_NUMBER}
     * @param collector collects the arguments of the rows of the window; its finisher runs for each row and must leave the state as it is
     * @param inverse takes the oldest row out of the accumulated state
     * @return the function
     * @param <S> type of what it accumulates in
     * @see <a href="https://www.sqlite.org/windowfunctions.html#udfwinfunc">User-defined aggregate window functions</a>
     */
    public static <S> SqlFunction window(
            String name,
            int arguments,
            Collector<? super Arguments, S, ?> collector,
            BiConsumer<? super S, ? super Arguments> inverse) {
        Objects.requireNonNull(collector, "collector");
        return of(name, arguments, new Aggregate<>(collector, Objects.requireNonNull(inverse, "inverse")));
    }

    /**
     * Makes an aggregate of one argument that also serves as a window function.
     *
     * @param name name in SQL
     * @param type type of the argument
     * @param collector as for {@link #window(String, int, Collector, BiConsumer)}, of the values that are not NULL
     * @param inverse takes the oldest value out of the accumulated state
     * @return the function
     * @param <A> type of the argument
     * @param <S> type of what it accumulates in
     */
    public static <A, S> SqlFunction window(
            String name,
            Class<A> type,
            Collector<? super A, S, ?> collector,
            BiConsumer<? super S, ? super A> inverse) {
        Objects.requireNonNull(inverse, "inverse");
        return window(name, 1, typed(type, collector), ofPresent(type, inverse));
    }

    private static <A, S, R> Collector<Arguments, S, R> typed(Class<A> type, Collector<? super A, S, R> collector) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(collector, "collector");
        return Collector.of(
                collector.supplier(),
                ofPresent(type, collector.accumulator()),
                collector.combiner(),
                collector.finisher(),
                collector.characteristics().toArray(Collector.Characteristics[]::new));
    }

    private static <A, S> BiConsumer<S, Arguments> ofPresent(Class<A> type, BiConsumer<? super S, ? super A> action) {
        return (state, arguments) -> {
            A argument = arguments.get(0, type);
            if (argument != null) {
                action.accept(state, argument);
            }
        };
    }

    /**
     * Returns {@code regexp(pattern, text)}, which SQLite calls for {@code text REGEXP pattern}: whether a pattern of {@link java.util.regex.Pattern}
     * is found in the text. A search that is slow, by a pattern that backtracks, ends when its operation is cancelled or its time is over.
     *
     * @return the function
     * @see <a href="https://www.sqlite.org/lang_expr.html#regexp">REGEXP</a>
     */
    public static SqlFunction regexp() {
        return ReadyMadeDefinitions.REGEXP;
    }

    /**
     * Returns {@code casefold(text)}: a form of the text that is equal for texts that differ only in the case of letters, of any alphabet.
     *
     * @return the function
     */
    public static SqlFunction casefold() {
        return ReadyMadeDefinitions.CASEFOLD;
    }

    /**
     * Returns {@code gen_random_uuid()}: a new {@link java.util.UUID} of version 4, as the database stores UUIDs. It may be the default of a column.
     *
     * @return the function
     */
    public static SqlFunction genRandomUuid() {
        return ReadyMadeDefinitions.GEN_RANDOM_UUID;
    }

    /**
     * Returns this function as one that gives equal results for equal arguments, as indexes and generated columns need it. SQLite calls it less often.
     *
     * @return a copy
     * @see <a href="https://www.sqlite.org/c3ref/c_deterministic.html">SQLITE_DETERMINISTIC</a>
     */
    public SqlFunction deterministic() {
        return with(Flag.DETERMINISTIC);
    }

    /**
     * Returns this function as one that only statements themselves may use, and no view, trigger, constraint, index or generated column, whatever
     * {@link SqliteOptions#trustedSchema()} says: for functions with effects outside of the database.
     *
     * @return a copy
     * @see <a href="https://www.sqlite.org/c3ref/c_deterministic.html">SQLITE_DIRECTONLY</a>
     */
    public SqlFunction directOnly() {
        return with(Flag.DIRECT_ONLY);
    }

    /**
     * Returns this function as one that does no harm, whatever its arguments. Only such functions may be used in views, triggers, constraints, indexes
     * and generated columns unless {@link SqliteOptions#trustedSchema()} is on, because a hostile file could call others.
     *
     * @return a copy
     * @see <a href="https://www.sqlite.org/c3ref/c_deterministic.html">SQLITE_INNOCUOUS</a>
     */
    public SqlFunction innocuous() {
        return with(Flag.INNOCUOUS);
    }

    private SqlFunction with(Flag flag) {
        EnumSet<Flag> more = EnumSet.copyOf(flags);
        more.add(flag);
        return new SqlFunction(name, argumentCount, body, more);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Returns the number of arguments.
     *
     * @return 0 to 100, or {@link #ANY_NUMBER}
     */
    public int argumentCount() {
        return argumentCount;
    }

    /**
     * Tells whether {@link #deterministic()} was called.
     *
     * @return whether it was
     */
    public boolean isDeterministic() {
        return flags.contains(Flag.DETERMINISTIC);
    }

    /**
     * Tells whether {@link #directOnly()} was called.
     *
     * @return whether it was
     */
    public boolean isDirectOnly() {
        return flags.contains(Flag.DIRECT_ONLY);
    }

    /**
     * Tells whether {@link #innocuous()} was called.
     *
     * @return whether it was
     */
    public boolean isInnocuous() {
        return flags.contains(Flag.INNOCUOUS);
    }

    /**
     * Returns what is called.
     *
     * @return a {@link Scalar} or an {@link Aggregate}
     */
    public Body body() {
        return body;
    }

    @Override
    public String toString() {
        String count = argumentCount == ANY_NUMBER ? "any number of" : String.valueOf(argumentCount);
        return "function " + DefinitionRules.shown(name) + " with " + count + " arguments";
    }

    /** What a function calls. */
    public sealed interface Body permits Scalar, Aggregate {}

    /** Computes the result of a scalar function. */
    @FunctionalInterface
    public non-sealed interface Scalar extends Body {

        /**
         * Computes a result.
         *
         * @param arguments the arguments of this call
         * @return a value of a type that has a codec, or null for NULL
         * @throws Exception fails the statement
         */
        @Nullable
        Object call(Arguments arguments) throws Exception;
    }

    /**
     * Computes the results of an aggregate.
     *
     * @param collector collects the rows of a group or window, and finishes the result
     * @param inverse takes the oldest row out, or null if the function is no window function
     * @param <S> type of what it accumulates in
     */
    public record Aggregate<S>(
            Collector<? super Arguments, S, ?> collector,
            @Nullable BiConsumer<? super S, ? super Arguments> inverse) implements Body {}

    /** The arguments of a call. They do not change, and may be kept. */
    public interface Arguments {

        /**
         * Returns how many there are.
         *
         * @return 0 or more
         */
        int count();

        /**
         * Returns an argument as SQLite has it.
         *
         * @param index from 0
         * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null for NULL
         * @throws IndexOutOfBoundsException if there is no such argument
         */
        @Nullable
        Object get(int index);

        /**
         * Returns an argument as a Java type.
         *
         * @param index from 0
         * @param type a supported type, see {@link AsyncOperations}
         * @return the value, or null for NULL
         * @param <T> the type
         * @throws IllegalArgumentException if the value cannot be read so
         * @throws IndexOutOfBoundsException if there is no such argument
         */
        <T> @Nullable T get(int index, Class<T> type);

        /**
         * Tells whether the operation that makes the call was cancelled or its time is over. Code that may run long asks it now and then, and returns or
         * throws: what it returns has no effect. Only during the call.
         *
         * @return whether to return soon
         */
        boolean mustStop();
    }
}
