package io.asyncsqlite.examples

import io.asyncsqlite.AsyncSqlite
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.springframework.test.web.reactive.server.WebTestClient

/** What docs/kotlin.md shows works. */
@Timeout(60)
class KotlinExamplesTests {

    @TempDir lateinit var directory: Path

    private lateinit var db: AsyncSqlite

    @BeforeEach
    fun open() {
        db = AsyncSqlite.open(directory.resolve("examples.db"))
        db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL, stars INTEGER)").join()
    }

    @AfterEach
    fun close() = db.close()

    @Test
    fun programPrintsItsCities() {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val process = ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "io.asyncsqlite.examples.KotlinQuickStartKt")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()

        val lines = process.inputStream.bufferedReader().readLines()

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue()
        assertThat(lines).containsExactly("City(name=Atlantis, population=null)", "City(name=Bern, population=134794)")
    }

    @Test
    fun examplesWork() = runBlocking<Unit> {
        assertThat(KotlinExamples.statements(db)).containsExactly("hi", "two", "null", "2")
        assertThat(KotlinExamples.firstStarred(db)).containsExactly(Note(NoteId(1), "hi", 5))
        assertThat(KotlinExamples.move(db, NoteId(1), NoteId(2)).rowsUpdated()).isEqualTo(1)
        assertThat(KotlinExamples.firstStarred(db)).containsExactly(Note(NoteId(2), "two", 5))
        assertThat(KotlinExamples.moveFaster(db, NoteId(2), NoteId(1)).rowsUpdated()).isEqualTo(1)
        assertThat(KotlinExamples.firstStarred(db)).containsExactly(Note(NoteId(1), "hi", 5))
        assertThat(KotlinExamples.failures(db)).isEqualTo("taken: [id]")
    }

    @Test
    fun controllerServesNotes() {
        val client = WebTestClient.bindToController(NoteController(db)).configureClient().responseTimeout(Duration.ofSeconds(30)).build()

        client.post().uri("/notes").bodyValue("hi").exchange().expectStatus().isOk
            .expectBody(String::class.java).isEqualTo("1")
        client.get().uri("/notes").exchange().expectStatus().isOk
            .expectBody(String::class.java).isEqualTo("""[{"id":1,"body":"hi","stars":null}]""")
        client.get().uri("/notes/1").exchange().expectStatus().isOk
            .expectBody(String::class.java).isEqualTo("""{"id":1,"body":"hi","stars":null}""")
        client.get().uri("/notes/2").exchange().expectStatus().isNotFound
    }
}
