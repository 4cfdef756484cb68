package io.asyncsqlite.codec;

/**
 * Stores values of one Java type in SQLite and reads them back.
 *
 * <p>Must be thread-safe. NULL never reaches a codec: it is bound and read as null. An {@link IllegalArgumentException} or
 * {@link ArithmeticException} from either method says that the value does not fit; its message must not quote the value.
 *
 * <pre>{@code
 * static final class LocaleCodec implements Codec<Locale> {
 *
 *     public Class<Locale> type() {
 *         return Locale.class;
 *     }
 *
 *     public Object encode(Locale value) {
 *         return value.toLanguageTag();
 *     }
 *
 *     public Locale decode(Object stored) {
 *         return Locale.forLanguageTag((String) stored);
 *     }
 * }
 * }</pre>
 *
 * @param <T> the Java type
 * @see <a href="https://www.sqlite.org/datatype3.html">Datatypes in SQLite</a>
 */
public interface Codec<T> {

    /**
     * Returns the Java type. This codec binds its subtypes too, unless they have codecs of their own.
     *
     * @return the type
     */
    Class<T> type();

    /**
     * Converts a value for binding. Runs on the thread that submits the operation.
     *
     * @param value the value, not null
     * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, which is copied
     */
    Object encode(T value);

    /**
     * Converts a stored value. Runs where the row is read.
     *
     * @param stored a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, the codec's own
     * @return the value, not null
     */
    T decode(Object stored);
}
