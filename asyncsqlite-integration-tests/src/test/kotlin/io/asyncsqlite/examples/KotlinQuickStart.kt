package io.asyncsqlite.examples

// tag::program[]
import io.asyncsqlite.AsyncSqlite
import java.nio.file.Path
import kotlinx.coroutines.future.await
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.runBlocking

data class City(val name: String, val population: Long?)

fun main() = runBlocking {
    AsyncSqlite.open(Path.of("cities.db")).use { db ->
        db.execute("CREATE TABLE IF NOT EXISTS city(name TEXT PRIMARY KEY, population INTEGER)").await()
        db.execute("INSERT OR REPLACE INTO city VALUES (:name, :population)", City("Bern", 134_794)).await()
        db.execute("INSERT OR REPLACE INTO city VALUES (:name, :population)", City("Atlantis", null)).await()

        db.query("SELECT * FROM city ORDER BY name").mapTo(City::class.java).stream().asFlow().collect { city ->
            println(city)
        }
    }
}
// end::program[]
