package io.asyncsqlite.kotlin

import io.asyncsqlite.examples.komapper
import io.asyncsqlite.r2dbc.SqliteConnectionFactory
import io.r2dbc.spi.ConnectionFactories
import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.util.UUID
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.awaitFirstOrNull
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import org.komapper.core.UniqueConstraintException
import org.komapper.core.dsl.QueryDsl
import org.komapper.core.dsl.operator.concat
import org.komapper.core.dsl.operator.count
import org.komapper.core.dsl.operator.desc
import org.komapper.core.dsl.operator.literal
import org.komapper.core.dsl.operator.locate
import org.komapper.core.dsl.operator.max
import org.komapper.core.dsl.operator.sum
import org.komapper.core.dsl.query.andThen
import org.komapper.r2dbc.R2dbcDatabase

/** komapper with the dialect of docs/exposed-and-komapper.md. */
@Timeout(60)
class KomapperTests {

    data class Author(val id: Long, val name: String)

    data class Book(val id: Long, val authorId: Long, val title: String, val price: BigDecimal)

    data class Values(
        val id: Long,
        val day: LocalDate,
        val time: LocalTime,
        val dateTime: LocalDateTime,
        val instant: Instant,
        val offset: OffsetDateTime,
        val uuid: UUID,
        val price: BigDecimal,
        val flag: Boolean,
        val real: Double,
        val absent: Int?,
    )

    data class Bytes(val id: Long, val bytes: ByteArray?)

    private val authors = Metamodel(Author::class)
    private val name = authors.column<String>("name")

    private val books = Metamodel(Book::class)
    private val title = books.column<String>("title")
    private val price = books.column<BigDecimal>("price")

    @TempDir lateinit var directory: Path

    private lateinit var factory: SqliteConnectionFactory

    private lateinit var db: R2dbcDatabase

    @BeforeEach
    fun open() {
        val file = directory.resolve("komapper.db").toString().replace('\\', '/')
        factory = ConnectionFactories.get("r2dbc:sqlite:///$file") as SqliteConnectionFactory
        db = komapper(factory)
    }

    @AfterEach
    fun close() = runBlocking<Unit> { factory.close().awaitFirstOrNull() }

    private fun test(block: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default) {
        withTimeout(40_000) {
            db.runQuery { QueryDsl.create(authors, books) }
            db.runQuery { QueryDsl.executeScript("create unique index author_name on author(name)") }
            db.runQuery { QueryDsl.insert(authors).multiple(Author(0, "Ada"), Author(0, "Bob")) }
            db.runQuery { QueryDsl.insert(books).batch(listOf(book("one"), book("two"), book("three"))) }
            block()
        }
    }

    private fun book(title: String) = Book(0, 1, title, BigDecimal("12.50"))

    private suspend fun names(): List<String> = db.flowQuery { QueryDsl.from(authors).orderBy(authors.id) }.map { it.name }.toList()

    @Test
    fun insertsReturnGeneratedKeys() = test {
        assertThat(db.runQuery { QueryDsl.insert(authors).single(Author(0, "Cy")) }).isEqualTo(Author(3, "Cy"))
        assertThat(db.runQuery { QueryDsl.insert(authors).multiple(Author(0, "Di"), Author(0, "Ed")) }.map { it.id })
            .containsExactly(4, 5)
        assertThat(db.runQuery { QueryDsl.insert(authors).batch(Author(0, "Flo"), Author(0, "Gil")) }.map { it.id })
            .containsExactly(6, 7)
        assertThat(db.runQuery { QueryDsl.insert(authors).single(Author(0, "Hal")).returning() }).isEqualTo(Author(8, "Hal"))
    }

    @Test
    fun upsertsFindTheRow() = test {
        assertThat(db.runQuery { QueryDsl.insert(authors).onDuplicateKeyIgnore(name).single(Author(0, "Ada")) }).isZero()
        val upsert = QueryDsl.insert(authors).onDuplicateKeyUpdate(name).set { name eq concat(it.column("name"), "!") }
        assertThat(db.runQuery { upsert.single(Author(0, "Ada")) }).isEqualTo(1)
        assertThat(names()).containsExactly("Ada!", "Bob")
    }

    @Test
    fun conditionsAndJoinsFindRows() = test {
        val joined = QueryDsl.from(authors).innerJoin(books) { authors.id eq books.column("authorId") }
            .where {
                title startsWith "t"
                price less BigDecimal(20)
                authors.id inList listOf(1L, 2L)
            }
        assertThat(db.runQuery { joined.orderBy(title.desc()).limit(1).select(name, title) }).containsExactly("Ada" to "two")
        assertThat(db.runQuery { joined.orderBy(title.desc()).offset(1).select(title) }).containsExactly("three")
        val counted = QueryDsl.from(authors).leftJoin(books) { authors.id eq books.column("authorId") }.groupBy(name)
        assertThat(db.runQuery { counted.select(name, count(books.id)) }).containsExactlyInAnyOrder("Ada" to 3L, "Bob" to 0L)
        assertThat(db.runQuery { QueryDsl.from(authors).forUpdate() }).hasSize(2)
    }

    @Test
    fun expressionsAreRead() = test {
        assertThat(db.runQuery { QueryDsl.from(books).select(sum(price), max(title)) })
            .containsExactly(BigDecimal("37.5") to "two")
        assertThat(db.runQuery { QueryDsl.from(books).where { title eq "two" }.select(locate("o", title)) }).containsExactly(3)
        assertThat(db.runQuery { QueryDsl.from(authors).where { name eq "Ada" }.select(concat(name, literal("!"))) })
            .containsExactly("Ada!")
    }

    @Test
    fun updatesAndDeletesCountRows() = test {
        assertThat(db.runQuery { QueryDsl.update(authors).single(Author(2, "Bea")) }).isEqualTo(Author(2, "Bea"))
        assertThat(db.runQuery { QueryDsl.update(books).set { price eq BigDecimal("9.99") }.where { title startsWith "t" } })
            .isEqualTo(2)
        assertThat(db.runQuery { QueryDsl.delete(books).where { price eq BigDecimal("9.99") } }).isEqualTo(2)
        assertThat(db.runQuery { QueryDsl.delete(authors).where { name eq "Bea" }.returning(name) }).containsExactly("Bea")
        db.runQuery { QueryDsl.delete(authors).single(Author(1, "Ada")).andThen(QueryDsl.drop(books)) }
        assertThat(names()).isEmpty()
    }

    @Test
    fun failedTransactionIsRolledBack() = test {
        assertThrows<IllegalStateException> {
            db.withTransaction {
                db.runQuery { QueryDsl.insert(authors).single(Author(0, "gone")) }
                error("undo")
            }
        }
        db.withTransaction { tx ->
            db.runQuery { QueryDsl.insert(authors).single(Author(0, "gone")) }
            tx.setRollbackOnly()
        }
        db.withTransaction { db.runQuery { QueryDsl.insert(authors).single(Author(0, "stays")) } }
        assertThat(names()).containsExactly("Ada", "Bob", "stays")
    }

    @Test
    fun violationOfUniquenessIsTyped() = test {
        val insert = QueryDsl.insert(authors).single(Author(0, "Ada"))
        assertThrows<UniqueConstraintException> { db.runQuery(insert) }
        assertThat(names()).hasSize(2)
    }

    @Test
    fun valuesComeBackAndCompare() = test {
        val values = Metamodel(Values::class, "types")
        val now = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_456_000)
        val written = Values(
            1, now.toLocalDate(), now.toLocalTime(), now, Instant.parse("2026-01-02T03:04:05.123456Z"),
            OffsetDateTime.parse("2026-01-02T03:04:05.123456Z"), UUID(1, 2), BigDecimal("12.5"), true, 1.5, null,
        )
        db.runQuery { QueryDsl.create(values).andThen(QueryDsl.insert(values).single(written)) }

        val found = QueryDsl.from(values).where {
            values.column<LocalDate>("day") eq written.day
            values.column<LocalTime>("time") eq written.time
            values.column<LocalDateTime>("dateTime") eq written.dateTime
            values.column<Instant>("instant") eq written.instant
            values.column<OffsetDateTime>("offset") eq written.offset
            values.column<UUID>("uuid") eq written.uuid
            values.column<BigDecimal>("price") eq BigDecimal("12.50")
            values.column<Boolean>("flag") eq true
            values.column<Int>("absent").isNull()
        }
        assertThat(db.runQuery { found }).containsExactly(written)
        assertThat(db.runQuery { QueryDsl.from(values).select(max(values.column<LocalDateTime>("dateTime"))) }).isEqualTo(now)
    }

    @Test
    fun bytesComeBack() = test {
        val bytes = Metamodel(Bytes::class)
        db.runQuery { QueryDsl.create(bytes).andThen(QueryDsl.insert(bytes).multiple(Bytes(0, byteArrayOf(1, 2)), Bytes(0, null))) }
        assertThat(db.runQuery { QueryDsl.from(bytes).orderBy(bytes.id) }.map { it.bytes?.toList() })
            .containsExactly(listOf<Byte>(1, 2), null)
    }
}
