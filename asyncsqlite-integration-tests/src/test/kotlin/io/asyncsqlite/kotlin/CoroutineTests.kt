package io.asyncsqlite.kotlin

import io.asyncsqlite.AsyncSqlite
import io.asyncsqlite.ConstraintException
import io.asyncsqlite.InvalidStatementException
import io.asyncsqlite.Outcome
import io.asyncsqlite.SqliteOptions
import io.asyncsqlite.TransactionException
import io.asyncsqlite.examples.mapTo
import io.asyncsqlite.examples.transaction
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.asContextElement
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** What coroutines get from the adapters of kotlinx.coroutines and the two functions of docs/kotlin.md. */
@Timeout(60)
class CoroutineTests {

    @TempDir lateinit var directory: Path

    private lateinit var db: AsyncSqlite

    @BeforeEach
    fun open() {
        db = AsyncSqlite.open(directory.resolve("coroutines.db"))
        db.executeScript("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)").join()
    }

    @AfterEach
    fun close() = db.close()

    /** Runs on threads of its own: what blocks the caller shows. */
    private fun test(block: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default) { withTimeout(40_000, block) }

    private suspend fun count(): Long = db.query("SELECT count(*) FROM t").mapTo<Long>().one().await()

    private suspend fun until(condition: () -> Boolean) {
        while (!condition()) {
            yield()
        }
    }

    @Test
    fun cancelledCoroutineStopsItsQuery() = test {
        val query = launch { db.query("$ENDLESS SELECT max(i) FROM n").list().await() }
        until { db.stats().busyReaders() == 1 }

        query.cancelAndJoin()

        until { db.stats().busyReaders() == 0 }
        until { db.stats().totals().cancelled() == 1L }
    }

    @Test
    fun timeoutOfACoroutineStopsItsWrite() = test {
        assertThrows<TimeoutCancellationException> {
            runBlocking { withTimeout(50) { db.execute("INSERT INTO t(id) $ENDLESS SELECT max(i) FROM n").await() } }
        }

        assertThat(count()).isZero()
        db.execute("INSERT INTO t(name) VALUES ('after')").await()
    }

    @Test
    fun cancelledScopeRollsItsTransactionBack() = test {
        val inserted = CompletableDeferred<Unit>()
        val ended = CompletableDeferred<Unit>()
        val scope = launch {
            db.transaction { tx ->
                try {
                    tx.execute("INSERT INTO t(name) VALUES ('gone')").await()
                    inserted.complete(Unit)
                    awaitCancellation()
                } finally {
                    ended.complete(Unit)
                }
            }
        }
        inserted.await()

        scope.cancelAndJoin()

        // The block has ended when the scope has.
        assertThat(ended.isCompleted).isTrue()
        db.execute("INSERT INTO t(name) VALUES ('after')").await()
        assertThat(db.query("SELECT name FROM t").mapTo<String>().list().await()).containsExactly("after")
    }

    @Test
    fun cancelledFutureCancelsTheCoroutineOfItsTransaction() = test {
        val inserted = CompletableDeferred<Unit>()
        val ended = CompletableDeferred<Unit>()
        val scope = CoroutineScope(Dispatchers.Default)
        val transaction: CompletableFuture<Unit> = db.inTransaction { tx ->
            scope.future {
                try {
                    tx.execute("INSERT INTO t(name) VALUES ('gone')").await()
                    inserted.complete(Unit)
                    awaitCancellation()
                } finally {
                    ended.complete(Unit)
                }
            }
        }
        inserted.await()

        transaction.cancel(true)

        ended.await()
        assertThat(count()).isZero()
    }

    @Test
    fun commitWaitsForTheChildrenOfTheBlock() = test {
        db.transaction { tx ->
            repeat(3) { launch { tx.execute("INSERT INTO t(name) VALUES (?)", "n$it").await() } }
        }

        assertThat(count()).isEqualTo(3)
    }

    @Test
    fun childThatFailsRollsBack() = test {
        val failure = assertThrows<ConstraintException> {
            runBlocking {
                db.transaction { tx ->
                    tx.execute("INSERT INTO t VALUES (1, 'a')").await()
                    launch { tx.execute("INSERT INTO t VALUES (2, 'a')").await() }
                    awaitCancellation()
                }
            }
        }

        assertThat(failure.columns()).containsExactly("name")
        assertThat(count()).isZero()
    }

    @Test
    fun failuresKeepTheirTypeAndTheirFields() = test {
        db.execute("INSERT INTO t VALUES (1, 'a')").await()

        val constraint = assertThrows<ConstraintException> {
            runBlocking { db.transaction { tx -> tx.execute("INSERT INTO t VALUES (1, 'b')").await() } }
        }
        val invalid = assertThrows<InvalidStatementException> { runBlocking { db.execute("SELECT 1; SELECT 2").await() } }
        val own = assertThrows<IllegalStateException> { runBlocking { db.transaction { error("mine") } } }

        assertThat(constraint.columns()).containsExactly("id")
        assertThat(constraint.outcome()).isEqualTo(Outcome.ROLLED_BACK)
        assertThat(invalid.outcome()).isEqualTo(Outcome.NOT_EXECUTED)
        assertThat(own).hasMessage("mine")
        assertThat(count()).isEqualTo(1)
    }

    @Test
    fun nestedTransactionThatFailsUndoesItsPartOnly() = test {
        db.transaction { tx ->
            tx.execute("INSERT INTO t(name) VALUES ('kept')").await()
            try {
                tx.transaction { nested ->
                    nested.execute("INSERT INTO t(name) VALUES ('undone')").await()
                    error("mine")
                }
            } catch (e: IllegalStateException) {
                tx.execute("INSERT INTO t(name) VALUES (?)", e.message).await()
            }
        }

        assertThat(db.query("SELECT name FROM t ORDER BY id").mapTo<String>().list().await()).containsExactly("kept", "mine")
    }

    @Test
    fun contextOfTheCallerIsThatOfTheBlock() = test {
        val user = ThreadLocal<String>()

        val seen = withContext(CoroutineName("caller") + user.asContextElement("Ada")) {
            db.transaction { tx ->
                tx.execute("INSERT INTO t(name) VALUES ('a')").await()
                "${currentCoroutineContext()[CoroutineName]?.name} ${user.get()}"
            }
        }

        assertThat(seen).isEqualTo("caller Ada")
    }

    @Test
    fun blockMayWaitWithoutABlockedThread() = runBlocking {
        // One thread runs all of it.
        val gate = CompletableDeferred<Unit>()
        coroutineScope {
            launch { db.transaction { tx -> gate.await(); tx.execute("INSERT INTO t(name) VALUES ('a')").await() } }
            launch { gate.complete(Unit) }
        }

        assertThat(count()).isEqualTo(1)
    }

    @Test
    fun transactionOverItsAgeCancelsTheBlock() = test {
        val ended = CompletableDeferred<Unit>()
        val options = SqliteOptions.file(directory.resolve("aged.db")).transactionTimeout(Duration.ofMillis(50))
        AsyncSqlite.open(options.build()).use { aged ->
            val failure = assertThrows<TransactionException> {
                runBlocking {
                    aged.transaction {
                        try {
                            awaitCancellation()
                        } finally {
                            ended.complete(Unit)
                        }
                    }
                }
            }

            assertThat(failure).hasMessageContaining("was older than")
            assertThat(ended.isCompleted).isTrue()
        }
    }

    @Test
    fun flowReadsOnlyAsFarAsItIsCollected() = test {
        val rows = db.query("$ENDLESS SELECT i FROM n").mapTo<Long>().stream().asFlow()

        assertThat(rows.buffer(1).onEach { yield() }.take(5_000).toList()).hasSize(5_000).endsWith(5_000L)

        until { db.stats().streamConnections() == 0 }
    }

    @Test
    fun flowInATransactionSeesItsWrites() = test {
        val names = db.transaction { tx ->
            tx.executeMany("INSERT INTO t(name) VALUES (?)", List(300) { "n$it" }).await()
            tx.query("SELECT name FROM t ORDER BY id").mapTo<String>().stream().asFlow().toList()
        }

        assertThat(names).hasSize(300).endsWith("n299")
    }

    private companion object {
        const val ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    }
}
