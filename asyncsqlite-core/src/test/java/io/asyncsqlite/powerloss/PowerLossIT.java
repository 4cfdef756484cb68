package io.asyncsqlite.powerloss;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.powerloss.CrashImage.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What was acknowledged survives a power loss. A program's writes, truncations, syncs, creations and deletions of files are recorded. From the
 * recording come images of what a disk may hold when the power fails at some moment: all that was synced, and of the rest what chance leaves.
 * Each image is opened and looked through.
 *
 * <p>{@code -Dpowerloss.images=N} chooses how many images for each setting. The latest recording of a setting in whose images something was
 * missing or broken is kept in {@code target/power-loss}: {@code -Dpowerloss.trace=FILE}, with the number of images and
 * {@code -Dpowerloss.seed=N} of a message, makes the same images again.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class PowerLossIT {

    static final String DATABASE = "power.db";

    private static final int IMAGES = Integer.getInteger("powerloss.images", 60);
    private static final int IMAGES_OF_A_RECORDING = 500;
    private static final long SEED = Long.getLong("powerloss.seed", System.nanoTime());
    private static final String TRACE = System.getProperty("powerloss.trace");

    /** What was found in the images of a setting. */
    private record Findings(List<String> lost, List<String> broken) {}

    @TempDir
    Path directory;

    private Recorder recorder;
    private Path images;

    @BeforeEach
    void prepare() throws Exception {
        recorder = Recorder.prepare(directory);
        images = Files.createDirectory(directory.resolve("images"));
    }

    @ParameterizedTest
    @CsvSource({"WAL, FULL", "WAL, EXTRA", "DELETE, FULL", "DELETE, EXTRA"})
    void everythingAcknowledgedSurvivesAPowerLoss(JournalMode mode, Synchronous synchronous) throws Exception {
        Findings findings = replay(new Setting(mode, synchronous));

        assertThat(findings.broken).isEmpty();
        assertThat(findings.lost).isEmpty();
    }

    @Test
    void normalSynchronousOfALogLosesOnlyTheLatestCommits() throws Exception {
        assertThat(replay(new Setting(JournalMode.WAL, Synchronous.NORMAL)).broken)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"WAL", "DELETE"})
    void theReplaySeesThatNothingIsSynced(JournalMode mode) throws Exception {
        Findings findings = replay(new Setting(mode, Synchronous.OFF));

        assertThat(findings.lost).isNotEmpty();
        assertThat(findings.broken).isNotEmpty();
    }

    @Test
    void theReplaySeesThatFullOfSqliteDoesNotSyncTheDirectory() throws Exception {
        Findings findings = replay(new Setting(Setting.Client.DRIVER, JournalMode.DELETE, Synchronous.FULL));

        assertThat(findings.lost).isNotEmpty();
        assertThat(findings.broken).isEmpty();
    }

    private Findings replay(Setting setting) throws IOException {
        Findings findings = new Findings(new ArrayList<>(), new ArrayList<>());
        for (int first = 0; first < IMAGES; first += IMAGES_OF_A_RECORDING) {
            Path recording = TRACE == null ? recorder.record(setting) : Path.of(TRACE);
            int before = findings.lost.size() + findings.broken.size();
            look(recording, setting, Math.min(IMAGES_OF_A_RECORDING, IMAGES - first), SEED + first, findings);
            if (TRACE == null && findings.lost.size() + findings.broken.size() > before) {
                keep(recording, setting);
            }
        }
        System.out.printf(
                "%s: %d images, acknowledged writes missing in %d, broken %d%n",
                setting, IMAGES, findings.lost.size(), findings.broken.size());
        return findings;
    }

    private void look(Path recording, Setting setting, int count, long seed, Findings findings) throws IOException {
        Trace trace = Trace.read(recording);
        Random random = new Random(seed);
        Disk disk = new Disk();
        int happened = 0;
        for (int moment : moments(trace, count, random)) {
            for (; happened < moment; happened++) {
                disk.happens(trace.events().get(happened));
            }
            CrashImage image = new CrashImage(
                    "%s, after event %d, %d images of seed %d".formatted(setting, moment, count, seed),
                    disk.afterPowerLoss(new Chance(random.nextLong())),
                    disk.acknowledged());
            Verdict verdict = image.check(images, setting);
            if (verdict.broken() != null) {
                findings.broken.add(image.name() + ": " + verdict.broken());
            } else if (!verdict.lost().isEmpty()) {
                findings.lost.add(image.name() + ": " + verdict.lost());
            }
        }
    }

    /** Chooses after how many events the power fails, in order: half of them at once after an acknowledgement. */
    private static int[] moments(Trace trace, int count, Random random) {
        List<Integer> acknowledgements = trace.acknowledgements();
        int[] moments = new int[count];
        for (int i = 0; i < count; i++) {
            moments[i] = i % 2 == 0
                    ? 1 + acknowledgements.get(random.nextInt(acknowledgements.size()))
                    : random.nextInt(trace.events().size() + 1);
        }
        Arrays.sort(moments);
        return moments;
    }

    private static void keep(Path recording, Setting setting) throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "power-loss"));
        Files.copy(
                recording,
                kept.resolve(setting.toString().replace(' ', '-') + ".trace"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
