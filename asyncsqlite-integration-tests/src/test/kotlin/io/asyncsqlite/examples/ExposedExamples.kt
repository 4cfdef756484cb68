package io.asyncsqlite.examples

import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import org.jetbrains.exposed.v1.core.Table
import org.jetbrains.exposed.v1.core.greaterEq
import org.jetbrains.exposed.v1.r2dbc.R2dbcDatabase
import org.jetbrains.exposed.v1.r2dbc.SchemaUtils
import org.jetbrains.exposed.v1.r2dbc.insert
import org.jetbrains.exposed.v1.r2dbc.select
import org.jetbrains.exposed.v1.r2dbc.transactions.suspendTransaction

// tag::exposed-table[]
object Notes : Table("note") {
    val id = long("id").autoIncrement()
    val title = varchar("title", 100)
    val stars = integer("stars").nullable()
    override val primaryKey = PrimaryKey(id)
}
// end::exposed-table[]

internal object ExposedExamples {

    suspend fun titles(db: R2dbcDatabase): List<String> {
        // tag::exposed[]
        suspendTransaction(db) { SchemaUtils.create(Notes) }
        val id: Long = suspendTransaction(db) {
            Notes.insert {
                it[title] = "from Exposed"
                it[stars] = 5
            } get Notes.id
        }
        val titles: List<String> = suspendTransaction(db, readOnly = true) {
            Notes.select(Notes.title).where { Notes.stars greaterEq 3 }.map { it[Notes.title] }.toList()
        }
        // end::exposed[]
        return titles + "$id"
    }
}
