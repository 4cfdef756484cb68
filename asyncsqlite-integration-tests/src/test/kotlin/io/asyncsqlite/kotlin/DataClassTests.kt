package io.asyncsqlite.kotlin

import io.asyncsqlite.AsyncSqlite
import io.asyncsqlite.BlockingSqlite
import io.asyncsqlite.InvalidParameterException
import io.asyncsqlite.InvalidResultException
import java.time.LocalDate
import java.util.Optional
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

@JvmInline
value class Key(val number: Long) {
    init {
        require(number > 0) { "must be positive" }
    }
}

@JvmInline value class Title(val text: String)

@JvmInline value class Note(val text: String?)

enum class Colour { RED, GREEN }

data class Plain(val id: Long, val name: String, val born: LocalDate?, val colour: Colour = Colour.GREEN)

data class Computed(val id: Int, private val name: String, internal var size: Int) {
    val upper = name.uppercase()
    val lazily by lazy { name.lowercase() }

    companion object {
        const val LIMIT = "none"
    }
}

data class Overloaded @JvmOverloads constructor(val id: Long = 1, val name: String = "?") {
    constructor(name: String) : this(0, name)
}

data class Keyed(val id: Key, val parent: Key?, val title: Title, val subtitle: Title?, val key: Optional<Key>)

data class Nested(val id: Long, val owner: Plain?, val key: Key?)

data class Lasting(val id: Long, val time: Duration)

@JvmRecord data class Recorded(val id: Long, val name: String = "?")

class Regular(val id: Long, val name: String)

class Nameless(name: String, val id: Long) {
    val label = name
}

/** What [io.asyncsqlite.RowQuery.mapTo] and parameters make of classes of Kotlin, compiled without names of parameters. */
@Timeout(60)
class DataClassTests {

    private lateinit var async: AsyncSqlite
    private lateinit var db: BlockingSqlite

    @BeforeEach
    fun open() {
        async = AsyncSqlite.inMemory()
        db = async.blocking()
    }

    @AfterEach
    fun close() = async.close()

    private inline fun <reified T : Any> read(sql: String): T = db.query(sql).mapTo(T::class.java).one()

    @Test
    fun dataClassWithDefaultsIsMapped() {
        val read: Plain = read("SELECT 7 AS id, 'Ada' AS name, '1815-12-10' AS born, 'RED' AS colour")

        assertThat(read).isEqualTo(Plain(7, "Ada", LocalDate.of(1815, 12, 10), Colour.RED))
    }

    @Test
    fun nullIsForNullablePropertiesOnly() {
        assertThat(read<Plain>("SELECT 7 AS id, 'Ada' AS name, NULL AS born, 'RED' AS colour").born).isNull()
        assertThatThrownBy { read<Plain>("SELECT 7 AS id, NULL AS name, NULL AS born, 'RED' AS colour") }
            .isInstanceOf(InvalidResultException::class.java)
            .hasMessageContaining("Plain refused the row")
            .cause()
            .hasMessageContaining("parameter name")
        assertThatThrownBy { read<Plain>("SELECT NULL AS id, 'Ada' AS name, NULL AS born, 'RED' AS colour") }
            .isInstanceOf(InvalidResultException::class.java)
    }

    @Test
    fun defaultStandsForNoMissingColumn() {
        assertThatThrownBy { read<Plain>("SELECT 7 AS id, 'Ada' AS name, NULL AS born") }
            .isInstanceOf(InvalidResultException::class.java)
            .hasMessageContaining("Component 'colour'")
    }

    @Test
    fun propertiesOfTheBodyTakeNoColumn() {
        val read: Computed = read("SELECT 7 AS id, 'Ada' AS name, 3 AS size")

        assertThat(read).isEqualTo(Computed(7, "Ada", 3))
        assertThat(read.upper + read.lazily).isEqualTo("ADAada")
    }

    @Test
    fun primaryConstructorIsTakenAmongSeveral() {
        assertThat(read<Overloaded>("SELECT 7 AS id, 'Ada' AS name")).isEqualTo(Overloaded(7, "Ada"))
    }

    @Test
    fun valueClassTakesTheColumnOfItsProperty() {
        val read: Keyed = read("SELECT 7 AS id, 3 AS parent, 't' AS title, NULL AS subtitle, 9 AS key")

        assertThat(read).isEqualTo(Keyed(Key(7), Key(3), Title("t"), null, Optional.of(Key(9))))
        assertThat(read<Keyed>("SELECT 7 AS id, NULL AS parent, 't' AS title, 's' AS subtitle, NULL AS key"))
            .isEqualTo(Keyed(Key(7), null, Title("t"), Title("s"), Optional.empty()))
    }

    @Test
    fun valueClassIsASingleValue() {
        assertThat(read<Key>("SELECT 7")).isEqualTo(Key(7))
        assertThat(db.query("SELECT 7 AS id").one().get("id", Key::class.java)).isEqualTo(Key(7))
        assertThat(db.query("SELECT max(1) FROM sqlite_schema").mapTo(Key::class.java).first()).isEmpty()
        assertThatThrownBy { read<Key>("SELECT -7 AS key") }
            .isInstanceOf(InvalidResultException::class.java)
            .hasMessageContaining("Key refuses the value")
            .hasMessageNotContaining("-7")
    }

    @Test
    fun valueClassIsBoundAsWhatItHolds() {
        assertThat(db.query("SELECT ?", Key(7)).one().getLong(0)).isEqualTo(7)
        assertThat(db.query("SELECT ?", Title("t")).one().getString(0)).isEqualTo("t")
        assertThat(db.query("SELECT 5 IN (?)", listOf(Key(3), Key(5))).one().getBoolean(0)).isTrue()
        assertThatThrownBy { db.query("SELECT ?", Note(null)).one() }
            .isInstanceOf(InvalidParameterException::class.java)
            .hasMessageContaining("holds null")
        assertThatThrownBy { db.query("SELECT ?", 3u).one() }
            .isInstanceOf(InvalidParameterException::class.java)
            .hasMessageContaining("no codec for kotlin.UInt")
    }

    @Test
    fun nestedDataClassTakesColumnsWithItsName() {
        val owned = "SELECT 7 AS id, 1 AS owner_id, 'Ada' AS owner_name, NULL AS owner_born, 'RED' AS owner_colour, 5 AS key"

        assertThat(read<Nested>(owned)).isEqualTo(Nested(7, Plain(1, "Ada", null, Colour.RED), Key(5)))
        assertThat(read<Nested>("SELECT 7 AS id, owner.*, NULL AS key FROM (SELECT NULL AS owner_id, NULL AS owner_name,"
            + " NULL AS owner_born, NULL AS owner_colour) owner")).isEqualTo(Nested(7, null, null))
    }

    @Test
    fun durationOfKotlinIsRefused() {
        assertThatThrownBy { read<Lasting>("SELECT 7 AS id, 1000 AS time") }
            .isInstanceOf(InvalidResultException::class.java)
            .hasMessageContaining("Property 'time'")
            .hasMessageContaining("java.time.Duration")
        assertThatThrownBy { db.query("SELECT :time", Lasting(7, 1.seconds)).one() }
            .isInstanceOf(InvalidParameterException::class.java)
            .hasMessageContaining("Property 'time'")
        assertThatThrownBy { db.query("SELECT ?", 1.seconds).one() }
            .isInstanceOf(InvalidParameterException::class.java)
            .hasMessageContaining("no codec for kotlin.time.Duration")
        assertThatThrownBy { read<Duration>("SELECT 1000") }.isInstanceOf(InvalidResultException::class.java)
    }

    @Test
    fun dataClassIsBoundByItsNames() {
        db.execute("CREATE TABLE t(id INTEGER, name TEXT, born TEXT, parent INTEGER)")
        db.execute("INSERT INTO t VALUES (:id, :name, :born, NULL)", Plain(1, "Ada", LocalDate.of(1815, 12, 10)))
        db.execute("INSERT INTO t VALUES (:id, :title, NULL, :parent)", Keyed(Key(2), Key(1), Title("Bob"), null, Optional.empty()))
        db.executeMany("INSERT INTO t VALUES (:id, :name, :size, NULL)", listOf(Computed(3, "Cid", 5), Computed(4, "Dan", 6)))
        db.execute("INSERT INTO t(id, name) VALUES (:id, :name)", Recorded(5, "Eve"))

        assertThat(db.query("SELECT * FROM t ORDER BY id").list().map { it.asMap().values.toList() }).containsExactly(
            listOf(1L, "Ada", "1815-12-10", null),
            listOf(2L, "Bob", null, 1L),
            listOf(3L, "Cid", "5", null),
            listOf(4L, "Dan", "6", null),
            listOf(5L, "Eve", null, null),
        )
        assertThatThrownBy { db.execute("DELETE FROM t WHERE id = :number", Plain(1, "Ada", null)) }
            .isInstanceOf(InvalidParameterException::class.java)
            .hasMessageContaining("No value for parameter 'number'")
        assertThatThrownBy { db.executeMany("INSERT INTO t(id) VALUES (:id)", listOf(Regular(1, "Ada"))) }
            .isInstanceOf(InvalidParameterException::class.java)
    }

    @Test
    fun recordsAndRegularClassesAreMapped() {
        assertThat(read<Recorded>("SELECT 7 AS id, 'Ada' AS name")).isEqualTo(Recorded(7, "Ada"))
        assertThat(read<Regular>("SELECT 7 AS id, 'Ada' AS name").name).isEqualTo("Ada")
        assertThatThrownBy { read<Nameless>("SELECT 7 AS id, 'Ada' AS name") }
            .isInstanceOf(InvalidResultException::class.java)
            .hasMessageContaining("in Kotlin a data class")
    }
}
