package io.asyncsqlite;

import static io.asyncsqlite.Capability.AUTHORIZER;
import static io.asyncsqlite.Capability.BLOBS_IN_PLACE;
import static io.asyncsqlite.Capability.CLUSTER_NODES;
import static io.asyncsqlite.Capability.CONCURRENT_READS;
import static io.asyncsqlite.Capability.STATISTICS;
import static io.asyncsqlite.Capability.TRACE;
import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.TestEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a database says it can do works, and what it does not say is refused by the name of the capability. */
@Timeout(120)
class CapabilityTests {

    private static final Set<Capability> EMPTY_WITHOUT =
            EnumSet.of(STATISTICS, Capability.DECLARED_TYPES, CLUSTER_NODES);

    @TempDir
    Path directory;

    enum Place {
        FILE,
        FILE_THROUGH_JNI,
        FILE_WITH_A_ROLLBACK_JOURNAL,
        MEMORY
    }

    private AsyncSqlite open(Place place) throws Exception {
        SqliteOptions.Builder file = SqliteOptions.file(directory.resolve("app.db"));
        AsyncSqlite db = AsyncSqlite.open(
                switch (place) {
                    case FILE -> file.build();
                    case FILE_THROUGH_JNI -> file.engine(EngineChoice.JNI).build();
                    case FILE_WITH_A_ROLLBACK_JOURNAL ->
                        file.journalMode(JournalMode.DELETE).build();
                    case MEMORY -> SqliteOptions.memory().build();
                });
        await(db.executeScript("CREATE TABLE t(n INTEGER, b BLOB); INSERT INTO t VALUES (1, x'0102')"));
        return db;
    }

    @ParameterizedTest
    @EnumSource
    void theSetTellsTheTruth(Place place) throws Exception {
        try (AsyncSqlite db = open(place)) {
            CapabilityTrial trial = new CapabilityTrial(db, directory);
            for (Capability capability : Capability.values()) {
                if (db.capabilities().contains(capability)) {
                    assertThat(trial.of(capability)).as("%s works", capability).isTrue();
                } else {
                    assertMissing(trial, capability);
                }
            }
        }
    }

    private static void assertMissing(CapabilityTrial trial, Capability capability) throws Exception {
        try {
            if (trial.of(capability) || !EMPTY_WITHOUT.contains(capability)) {
                fail(capability + " is said to be missing, and works");
            }
        } catch (ExecutionException e) {
            if (capability == CONCURRENT_READS) {
                assertThat(e).hasCauseInstanceOf(OperationTimeoutException.class);
            } else {
                assertThat(e.getCause())
                        .isInstanceOfAny(UnsupportedOperationException.class, StatementException.class)
                        .hasMessageContaining(": capability " + capability + " is missing");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNoCapabilityNamesWorksEverywhere(Place place) throws Exception {
        try (AsyncSqlite db = open(place)) {
            new CapabilityTrial(db, directory).ofTheRest();
        }
    }

    @Test
    void theEngineAndThePlaceDecide() throws Exception {
        Set<Capability> ofForeign = EnumSet.complementOf(EnumSet.of(CLUSTER_NODES));
        Set<Capability> ofJni = EnumSet.copyOf(ofForeign);
        ofJni.removeAll(EnumSet.of(AUTHORIZER, TRACE, BLOBS_IN_PLACE, STATISTICS));

        try (AsyncSqlite db = open(Place.FILE);
                AsyncSqlite memory = open(Place.MEMORY)) {
            // On the jar the default may be the foreign engine, whatever the run is about.
            assertThat(db.capabilities()).isIn(ofForeign, TestEngine.isForeign() ? ofForeign : ofJni);
            Set<Capability> ofOneConnection = EnumSet.copyOf(db.capabilities());
            ofOneConnection.remove(CONCURRENT_READS);
            assertThat(memory.capabilities()).isEqualTo(ofOneConnection);
        }
        try (AsyncSqlite jni = AsyncSqlite.open(SqliteOptions.file(directory.resolve("jni.db"))
                .engine(EngineChoice.JNI)
                .build())) {
            assertThat(jni.capabilities()).isEqualTo(ofJni);
        }
    }

    @Test
    void theSetIsImmutableAndStaysAfterClosing() throws Exception {
        AsyncSqlite db = open(Place.MEMORY);
        Set<Capability> capabilities = db.capabilities();
        db.close();

        assertThat(db.capabilities()).isEqualTo(capabilities);
        assertThatThrownBy(() -> capabilities.add(CLUSTER_NODES)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyAbilityOfAnEngineHasItsCapability() {
        assertThat(Arrays.stream(Ability.values()).map(Enum::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Capability.values())
                        .filter(capability -> capability != CONCURRENT_READS)
                        .map(Enum::name)
                        .toList());
    }
}
