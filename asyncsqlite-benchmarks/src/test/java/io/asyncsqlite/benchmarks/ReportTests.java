package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTests {

    private final Map<Contender, List<Double>> scores = new HashMap<>();

    ReportTests() {
        put("executor-1", 100, 100, 100);
        put("asyncsqlite-foreign-1", 60, 50, 70);
        put("asyncsqlite-foreign-64", 3_000, 2_000, 4_000);
        put("asyncsqlite-jni-64", 3_000, 2_000, 4_000);
        put("hikari-64", 100, 125, 160);
        put("asyncsqlite-foreign-1024", 35, 36, 10);
        put("handBatched", 100, 100, 100);
    }

    private void put(String id, double... rounds) {
        Contender contender = Comparison.INSERTS.contenders().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        scores.put(contender, Arrays.stream(rounds).boxed().toList());
    }

    @Test
    void theMedianRatioIsHeldAgainstItsBar() {
        assertThat(table())
                .anyMatch(line -> line.matches(
                        "asyncsqlite-foreign-64 +hikari-64 +3,000 +125 +25\\.00 \\(16\\.00 \\.\\. 30\\.00\\)"
                                + " +>= 35\\.00: MISSED"))
                .anyMatch(line -> line.matches("asyncsqlite-jni-64 +hikari-64 .* 25\\.00 .* >= 20\\.00: met"))
                .anyMatch(line -> line.matches(
                        "asyncsqlite-foreign-1024 +handBatched .* 0\\.35 \\(0\\.10 \\.\\. 0\\.36\\) +none"));
    }

    @Test
    void singleExecutorMayTakeHalfAsLongAgain() {
        assertThat(table())
                .anyMatch(line ->
                        line.matches("asyncsqlite-foreign-1 +executor-1 +60 +100 +0\\.60 .* >= 0\\.67: MISSED"));
    }

    @Test
    void contenderWithoutScoreIsLeftOut() {
        assertThat(table()).noneMatch(line -> line.contains("executor-1024"));
    }

    private List<String> table() {
        return new Report(Comparison.INSERTS, scores).table().lines().toList();
    }

    @Test
    void theSummaryHasMediansSpreadsAndVerdicts() {
        assertThat(new Report(Comparison.INSERTS, scores).summary())
                .extracting("ratios")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry(
                        "asyncsqlite-jni-64 / hikari-64",
                        Map.of("median", 25.0, "min", 16.0, "max", 30.0, "bar", 20.0, "met", true))
                .hasEntrySatisfying(
                        "asyncsqlite-foreign-1024 / handBatched",
                        ratio -> assertThat(ratio)
                                .asInstanceOf(InstanceOfAssertFactories.MAP)
                                .containsEntry("bar", null)
                                .containsEntry("met", null));
    }

    @Test
    void thePictureShowsEverybodyWhoRan() throws Exception {
        String svg = new Picture(Comparison.INSERTS, scores).svg();

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(scores.size());
        assertThat(svg).contains("asyncsqlite-foreign, 64 in flight</text>", ">3,000</text>");
    }
}
