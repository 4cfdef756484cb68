package io.asyncsqlite.examples

// tag::komapper-dialect[]
import io.r2dbc.spi.ConnectionFactory
import io.r2dbc.spi.R2dbcException
import io.r2dbc.spi.Row
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.util.UUID
import kotlin.reflect.KType
import kotlin.reflect.typeOf
import org.komapper.core.BuilderDialect
import org.komapper.core.LocateFunctionType
import org.komapper.core.Statement
import org.komapper.core.dsl.builder.OffsetLimitStatementBuilder
import org.komapper.core.dsl.metamodel.PropertyMetamodel
import org.komapper.core.dsl.metamodel.isAutoIncrement
import org.komapper.dialect.postgresql.PostgreSqlDialect
import org.komapper.dialect.postgresql.PostgreSqlSchemaStatementBuilder
import org.komapper.r2dbc.AbstractR2dbcDataType
import org.komapper.r2dbc.R2dbcDataTypeProvider
import org.komapper.r2dbc.R2dbcDatabase
import org.komapper.r2dbc.R2dbcDialect

/** The SQL for PostgreSQL, except for what SQLite writes in another way. */
object KomapperSqlite : PostgreSqlDialect, R2dbcDialect {
    override val driver get() = "sqlite"

    override fun isUniqueConstraintViolationError(exception: R2dbcException) = exception.sqlState == "23505"

    override fun getSchemaStatementBuilder(dialect: BuilderDialect) = KomapperTables(dialect)

    override fun getOffsetLimitStatementBuilder(dialect: BuilderDialect, offset: Int, limit: Int) =
        object : OffsetLimitStatementBuilder {
            override fun build() = when {
                limit > 0 -> Statement(" limit $limit offset ${maxOf(offset, 0)}")
                offset > 0 -> Statement(" limit -1 offset $offset")
                else -> Statement.EMPTY
            }
        }

    override fun getLocateFunctionType() = LocateFunctionType.INSTR

    override fun supportsBatchExecutionReturningGeneratedValues() = true

    override fun supportsForUpdateClause() = false

    override fun supportsMultipleColumnsInInPredicate() = false
}

class KomapperTables(dialect: BuilderDialect) : PostgreSqlSchemaStatementBuilder(dialect) {
    override fun <T : Any> resolveDataTypeName(property: PropertyMetamodel<*, *, T>) =
        if (property.isAutoIncrement()) "integer" else super.resolveDataTypeName(property)
}

/** Asks the driver for the type, so that expressions are read, too: they have no declared type. */
class KomapperType<T : Any>(type: KType, override val name: String) : AbstractR2dbcDataType<T>(type) {
    @Suppress("UNCHECKED_CAST")
    private val wanted = typeOfNull as Class<T>

    override fun getValue(row: Row, index: Int): T? = row.get(index, wanted)

    override fun getValue(row: Row, columnLabel: String): T? = row.get(columnLabel, wanted)

    override fun doToString(value: T) = if (value is Number || value is Boolean) "$value" else "'$value'"
}

inline fun <reified T : Any> komapperType(name: String) = KomapperType<T>(typeOf<T>(), name)

fun komapper(factory: ConnectionFactory): R2dbcDatabase = R2dbcDatabase(
    factory,
    KomapperSqlite,
    R2dbcDataTypeProvider(
        komapperType<BigDecimal>("decimal"),
        komapperType<Boolean>("boolean"),
        komapperType<ByteArray>("blob"),
        komapperType<Double>("double"),
        komapperType<Instant>("timestamp with time zone"),
        komapperType<Int>("integer"),
        komapperType<LocalDate>("date"),
        komapperType<LocalDateTime>("timestamp"),
        komapperType<LocalTime>("time"),
        komapperType<Long>("bigint"),
        komapperType<OffsetDateTime>("timestamp with time zone"),
        komapperType<String>("text"),
        komapperType<UUID>("uuid"),
    ),
)
// end::komapper-dialect[]
