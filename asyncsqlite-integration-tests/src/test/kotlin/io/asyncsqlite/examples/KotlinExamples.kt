package io.asyncsqlite.examples

import io.asyncsqlite.AsyncOperations
import io.asyncsqlite.AsyncSqlite
import io.asyncsqlite.ConstraintException
import io.asyncsqlite.Query
import io.asyncsqlite.RowQuery
import io.asyncsqlite.Transaction
import io.asyncsqlite.WriteResult
import kotlin.jvm.optionals.getOrNull
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeout
import org.springframework.http.HttpStatus
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RestController
import org.springframework.web.server.ResponseStatusException

// tag::helpers[]
inline fun <reified T : Any> RowQuery.mapTo(): Query<T> = mapTo(T::class.java)

suspend fun <T> AsyncOperations.transaction(block: suspend CoroutineScope.(Transaction) -> T): T = supervisorScope {
    inTransaction { tx -> future { block(tx) } }.await()
}
// end::helpers[]

// tag::types[]
@JvmInline
value class NoteId(val value: Long)

data class Note(val id: NoteId, val body: String, val stars: Int? = null)
// end::types[]

internal object KotlinExamples {

    suspend fun statements(db: AsyncSqlite): List<String> {
        // tag::statements[]
        db.execute("INSERT INTO note(id, body, stars) VALUES (:id, :body, :stars)", Note(NoteId(1), "hi", 5)).await()
        db.executeMany("INSERT INTO note(id, body) VALUES (:id, :body)", listOf(Note(NoteId(2), "two"))).await()

        val all: List<Note> = db.query("SELECT * FROM note").mapTo<Note>().list().await()
        val one: Note? = db.query("SELECT * FROM note WHERE id = ?", NoteId(7)).mapTo<Note>().findOne().await().getOrNull()
        val count: Long = db.query("SELECT count(*) FROM note").mapTo<Long>().one().await()
        // end::statements[]
        return all.map { it.body } + "$one" + "$count"
    }

    // tag::flow[]
    fun starred(db: AsyncSqlite): Flow<Note> =
        db.query("SELECT * FROM note").mapTo<Note>().stream().asFlow().filter { it.stars != null }
    // end::flow[]

    // tag::live[]
    fun live(db: AsyncSqlite): Flow<List<Note>> = db.query("SELECT * FROM note").mapTo<Note>().observe().asFlow()
    // end::live[]

    suspend fun firstStarred(db: AsyncSqlite): List<Note> = starred(db).take(1).toList()

    // tag::transaction[]
    suspend fun move(db: AsyncSqlite, from: NoteId, to: NoteId): WriteResult = db.transaction { tx ->
        val stars = tx.query("SELECT stars FROM note WHERE id = ?", from).mapTo<Int>().one().await()
        launch { tx.execute("UPDATE note SET stars = NULL WHERE id = ?", from).await() }
        tx.execute("UPDATE note SET stars = ? WHERE id = ?", stars, to).await()
    }
    // end::transaction[]

    // tag::lambda[]
    suspend fun moveFaster(db: AsyncSqlite, from: NoteId, to: NoteId): WriteResult = db.write { connection ->
        val stars = connection.query("SELECT stars FROM note WHERE id = ?", from).mapTo(Int::class.java).one()
        connection.execute("UPDATE note SET stars = NULL WHERE id = ?", from)
        connection.execute("UPDATE note SET stars = ? WHERE id = ?", stars, to)
    }.await()
    // end::lambda[]

    suspend fun failures(db: AsyncSqlite): String {
        // tag::failures[]
        return try {
            withTimeout(2_000) {
                db.execute("INSERT INTO note(id, body) VALUES (?, ?)", NoteId(1), "again").await()
            }
            "stored"
        } catch (e: ConstraintException) {
            "taken: ${e.columns()}"
        }
        // end::failures[]
    }
}

// tag::controller[]
@RestController
class NoteController(private val db: AsyncSqlite) {

    @GetMapping("/notes")
    fun all(): Flow<Note> = db.query("SELECT * FROM note ORDER BY id").mapTo<Note>().stream().asFlow()

    @GetMapping("/notes/{id}")
    suspend fun one(@PathVariable id: Long): Note =
        db.query("SELECT * FROM note WHERE id = ?", id).mapTo<Note>().findOne().await().getOrNull()
            ?: throw ResponseStatusException(HttpStatus.NOT_FOUND)

    @PostMapping("/notes")
    suspend fun add(@RequestBody body: String): Long =
        db.execute("INSERT INTO note(body) VALUES (?)", body).await().lastInsertRowid()
}
// end::controller[]
