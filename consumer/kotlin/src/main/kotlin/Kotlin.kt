import io.asyncsqlite.AsyncSqlite
import java.nio.file.Path
import kotlinx.coroutines.future.await
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.runBlocking

data class Note(val id: Long, val body: String)

fun main(arguments: Array<String>) = runBlocking {
    AsyncSqlite.open(Path.of(arguments[0])).use { db ->
        db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)").await()
        db.execute("INSERT INTO note(body) VALUES (?)", "kotlin").await()
        db.query("SELECT id, body FROM note").mapTo(Note::class.java).stream().asFlow().collect { println(it) }
    }
}
