package io.asyncsqlite.examples

// tag::exposed-dialect[]
import io.r2dbc.spi.Connection
import io.r2dbc.spi.ConnectionFactory
import io.r2dbc.spi.Statement
import org.jetbrains.exposed.v1.core.vendors.SQLiteDialect
import org.jetbrains.exposed.v1.r2dbc.R2dbcDatabase
import org.jetbrains.exposed.v1.r2dbc.R2dbcDatabaseConfig
import org.reactivestreams.Publisher
import reactor.core.publisher.Mono

/** Exposed has metadata queries for six databases and chooses by this name; [ExposedConnection] answers them. */
object ExposedSqlite : SQLiteDialect() {
    override val name get() = "SQLServer"
}

class ExposedConnectionFactory(private val factory: ConnectionFactory) : ConnectionFactory by factory {
    override fun create(): Publisher<out Connection> = Mono.from(factory.create()).map(::ExposedConnection)
}

private class ExposedConnection(private val connection: Connection) : Connection by connection {

    /** Exposed begins each transaction twice. */
    override fun beginTransaction(): Publisher<Void> =
        if (connection.isAutoCommit) connection.beginTransaction() else Mono.empty()

    override fun createStatement(sql: String): Statement = connection.createStatement(
        when {
            sql.startsWith("SELECT DB_NAME()") -> "SELECT 'main' AS TABLE_CAT"
            sql.startsWith("SELECT SCHEMA_NAME()") -> "SELECT '' AS TABLE_SCHEM"
            "FROM sys.tables" in sql -> """
                SELECT NULL AS TABLE_SCHEM, name AS TABLE_NAME FROM sqlite_schema
                WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"""
            else -> sql
        },
    )
}

fun exposed(factory: ConnectionFactory): R2dbcDatabase = R2dbcDatabase.connect(
    ExposedConnectionFactory(factory),
    R2dbcDatabaseConfig { explicitDialect = ExposedSqlite },
)
// end::exposed-dialect[]
