package io.asyncsqlite.kotlin

import io.asyncsqlite.examples.ExposedConnectionFactory
import io.asyncsqlite.examples.ExposedExamples
import io.asyncsqlite.examples.ExposedSqlite
import io.asyncsqlite.examples.exposed
import io.asyncsqlite.r2dbc.SqliteConnectionFactory
import io.r2dbc.spi.ConnectionFactories
import io.r2dbc.spi.R2dbcBadGrammarException
import io.r2dbc.spi.R2dbcDataIntegrityViolationException
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
import kotlinx.coroutines.flow.single
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.awaitFirstOrNull
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.jetbrains.exposed.v1.core.SortOrder
import org.jetbrains.exposed.v1.core.Table
import org.jetbrains.exposed.v1.core.and
import org.jetbrains.exposed.v1.core.count
import org.jetbrains.exposed.v1.core.eq
import org.jetbrains.exposed.v1.core.inList
import org.jetbrains.exposed.v1.core.java.javaUUID
import org.jetbrains.exposed.v1.core.less
import org.jetbrains.exposed.v1.core.like
import org.jetbrains.exposed.v1.javatime.date
import org.jetbrains.exposed.v1.javatime.datetime
import org.jetbrains.exposed.v1.javatime.time
import org.jetbrains.exposed.v1.javatime.timestamp
import org.jetbrains.exposed.v1.javatime.timestampWithTimeZone
import org.jetbrains.exposed.v1.r2dbc.ExposedR2dbcException
import org.jetbrains.exposed.v1.r2dbc.R2dbcDatabase
import org.jetbrains.exposed.v1.r2dbc.R2dbcDatabaseConfig
import org.jetbrains.exposed.v1.r2dbc.SchemaUtils
import org.jetbrains.exposed.v1.r2dbc.batchInsert
import org.jetbrains.exposed.v1.r2dbc.deleteWhere
import org.jetbrains.exposed.v1.r2dbc.exists
import org.jetbrains.exposed.v1.r2dbc.insert
import org.jetbrains.exposed.v1.r2dbc.insertIgnore
import org.jetbrains.exposed.v1.r2dbc.insertReturning
import org.jetbrains.exposed.v1.r2dbc.select
import org.jetbrains.exposed.v1.r2dbc.selectAll
import org.jetbrains.exposed.v1.r2dbc.transactions.suspendTransaction
import org.jetbrains.exposed.v1.r2dbc.update
import org.jetbrains.exposed.v1.r2dbc.upsert
import org.jetbrains.exposed.v1.r2dbc.vendors.currentDialectMetadata
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** Exposed with the dialect and the factory of docs/exposed-and-komapper.md. */
@Timeout(60)
class ExposedTests {

    private object Authors : Table("author") {
        val id = long("id").autoIncrement()
        val name = varchar("name", 50).uniqueIndex()
        override val primaryKey = PrimaryKey(id)
    }

    private object Books : Table("book") {
        val id = integer("id").autoIncrement()
        val author = long("authorId").references(Authors.id)
        val title = varchar("title", 100)
        val price = decimal("price", 10, 2).default(BigDecimal.ONE)
        override val primaryKey = PrimaryKey(id)
    }

    private object Values : Table("types") {
        val date = date("date")
        val time = time("time")
        val dateTime = datetime("dateTime")
        val instant = timestamp("instant")
        val offset = timestampWithTimeZone("offset")
        val uuid = javaUUID("uuid")
        val decimal = decimal("decimal", 10, 2)
        val flag = bool("flag")
        val bytes = binary("bytes")
        val absent = integer("absent").nullable()
    }

    @TempDir lateinit var directory: Path

    private lateinit var factory: SqliteConnectionFactory

    private lateinit var db: R2dbcDatabase

    @BeforeEach
    fun open() {
        val file = directory.resolve("exposed.db").toString().replace('\\', '/')
        factory = ConnectionFactories.get("r2dbc:sqlite:///$file") as SqliteConnectionFactory
        db = exposed(factory)
    }

    @AfterEach
    fun close() = runBlocking<Unit> { factory.close().awaitFirstOrNull() }

    private fun test(block: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default) {
        withTimeout(40_000) {
            suspendTransaction(db) {
                SchemaUtils.create(Authors, Books)
                Authors.batchInsert(listOf("Ada", "Bob")) { this[Authors.name] = it }
                Books.batchInsert(listOf("one", "two", "three")) {
                    this[Books.author] = 1L
                    this[Books.title] = it
                    this[Books.price] = BigDecimal("12.50")
                }
            }
            block()
        }
    }

    private suspend fun names() = suspendTransaction(db) {
        Authors.selectAll().orderBy(Authors.id).map { it[Authors.name] }.toList()
    }

    @Test
    fun exampleReadsWhatItWrote() = test {
        assertThat(ExposedExamples.titles(db)).containsExactly("from Exposed", "1")
    }

    @Test
    fun tablesAreCreatedOnceAndDropped() = test {
        suspendTransaction(db) {
            SchemaUtils.create(Authors, Books)
            assertThat(SchemaUtils.listTables()).containsExactlyInAnyOrder("author", "book")
            SchemaUtils.drop(Authors, Books)
            assertThat(Books.exists()).isFalse()
        }
    }

    @Test
    fun creationOfTablesCommits() = test {
        assertThrows<IllegalStateException> {
            suspendTransaction(db) {
                SchemaUtils.create(Authors)
                Authors.insert { it[name] = "kept" }
                error("undo")
            }
        }
        assertThat(names()).containsExactly("Ada", "Bob", "kept")
    }

    @Test
    fun metadataOfColumnsIsAnError() = test {
        assertThrows<R2dbcBadGrammarException> {
            suspendTransaction(db) {
                maxAttempts = 1
                currentDialectMetadata.tableColumns(Authors)
            }
        }
    }

    @Test
    fun insertsReturnGeneratedKeys() = test {
        suspendTransaction(db) {
            assertThat(Authors.insert { it[name] = "Cy" } get Authors.id).isEqualTo(3)
            assertThat(Authors.batchInsert(listOf("Di", "Ed")) { this[Authors.name] = it }.map { it[Authors.id] })
                .containsExactly(4, 5)
            assertThat(Authors.insertReturning { it[name] = "Flo" }.single()[Authors.id]).isEqualTo(6)
            assertThat(Authors.insertIgnore { it[name] = "Ada" }.insertedCount).isZero()
            assertThat(Authors.upsert(Authors.name) { it[name] = "Ada" } get Authors.id).isEqualTo(1)
        }
    }

    @Test
    fun conditionsAndJoinsFindRows() = test {
        suspendTransaction(db) {
            val titles = (Authors innerJoin Books).select(Authors.name, Books.title)
                .where { (Books.title like "t%") and (Books.price less BigDecimal(20)) and (Authors.id inList listOf(1L, 2L)) }
                .orderBy(Books.title to SortOrder.DESC)
                .limit(1)
                .map { it[Authors.name] + " " + it[Books.title] }
            assertThat(titles.toList()).containsExactly("Ada two")
            val counts = (Authors leftJoin Books).select(Authors.name, Books.id.count()).groupBy(Authors.name)
                .map { it[Authors.name] + it[Books.id.count()] }
            assertThat(counts.toList()).containsExactlyInAnyOrder("Ada3", "Bob0")
            assertThat(Authors.selectAll().forUpdate().count()).isEqualTo(2)
        }
    }

    @Test
    fun updatesAndDeletesCountRows() = test {
        suspendTransaction(db) {
            assertThat(Books.update({ Books.title like "t%" }) { it[price] = BigDecimal("9.99") }).isEqualTo(2)
            assertThat(Books.deleteWhere { price eq BigDecimal("9.99") }).isEqualTo(2)
            assertThat(Books.selectAll().count()).isEqualTo(1)
        }
    }

    @Test
    fun failedTransactionIsRolledBack() = test {
        assertThrows<IllegalStateException> {
            suspendTransaction(db) {
                Authors.insert { it[name] = "gone" }
                error("undo")
            }
        }
        assertThat(names()).containsExactly("Ada", "Bob")
    }

    @Test
    fun nestedTransactionIsASavepoint() = test {
        val nesting = R2dbcDatabase.connect(
            ExposedConnectionFactory(factory),
            R2dbcDatabaseConfig {
                explicitDialect = ExposedSqlite
                useNestedTransactions = true
            },
        )
        suspendTransaction(nesting) {
            Authors.insert { it[name] = "outer" }
            assertThrows<IllegalStateException> {
                suspendTransaction(nesting) {
                    Authors.insert { it[name] = "inner" }
                    error("undo")
                }
            }
        }
        assertThat(names()).containsExactly("Ada", "Bob", "outer")
    }

    @Test
    fun violationOfUniquenessIsTyped() = test {
        val failure = assertThrows<ExposedR2dbcException> {
            suspendTransaction(db) {
                maxAttempts = 1
                Authors.insert { it[name] = "Ada" }
            }
        }
        assertThat(failure).hasCauseInstanceOf(R2dbcDataIntegrityViolationException::class.java)
        assertThat(failure.getSQLState()).isEqualTo("23505")
        assertThat(names()).hasSize(2)
    }

    @Test
    fun readOnlyTransactionRefusesWrites() = test {
        suspendTransaction(db, readOnly = true) { assertThat(Authors.selectAll().count()).isEqualTo(2) }
        assertThrows<ExposedR2dbcException> {
            suspendTransaction(db, readOnly = true) {
                maxAttempts = 1
                Authors.insert { it[name] = "no" }
            }
        }
    }

    @Test
    fun valuesComeBackAndCompare() = test {
        val now = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_000_000)
        val id = UUID.fromString("00000000-0000-0001-0000-000000000002")
        val written = mapOf(
            Values.date to now.toLocalDate(),
            Values.time to LocalTime.of(3, 4, 5),
            Values.dateTime to now,
            Values.instant to Instant.parse("2026-01-02T03:04:05.123Z"),
            Values.offset to OffsetDateTime.parse("2026-01-02T03:04:05.123+02:00"),
            Values.uuid to id,
            Values.decimal to BigDecimal("12.50"),
            Values.flag to true,
            Values.absent to null,
        )
        suspendTransaction(db) {
            SchemaUtils.create(Values)
            Values.insert {
                it[date] = written[date] as LocalDate
                it[time] = written[time] as LocalTime
                it[dateTime] = now
                it[instant] = written[instant] as Instant
                it[offset] = written[offset] as OffsetDateTime
                it[uuid] = id
                it[decimal] = BigDecimal("12.5")
                it[flag] = true
                it[bytes] = byteArrayOf(1, 2)
            }
            val row = Values.selectAll()
                .where { (Values.uuid eq id) and (Values.dateTime eq now) and (Values.decimal eq BigDecimal("12.50")) and Values.flag }
                .single()
            assertThat(written.mapValues { row[it.key] }).isEqualTo(written)
            assertThat(row[Values.bytes]).containsExactly(1, 2)
        }
    }
}
