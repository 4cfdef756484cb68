package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class InsertReportTests {

    private final Map<Contender, List<Double>> scores = new EnumMap<>(Contender.class);

    InsertReportTests() {
        scores.put(Contender.EXECUTOR_1, List.of(100.0, 100.0, 100.0));
        scores.put(Contender.ASYNCSQLITE_1, List.of(60.0, 50.0, 70.0));
        scores.put(Contender.EXECUTOR_64, List.of(100.0, 100.0, 100.0));
        scores.put(Contender.ASYNCSQLITE_64, List.of(3_000.0, 2_000.0, 4_000.0));
        scores.put(Contender.HIKARI_64, List.of(100.0, 125.0, 160.0));
        scores.put(Contender.EXECUTOR_1024, List.of(100.0, 100.0, 100.0));
        scores.put(Contender.ASYNCSQLITE_1024, List.of(35.0, 36.0, 10.0));
        scores.put(Contender.HAND_BATCHED, List.of(100.0, 100.0, 100.0));
    }

    @Test
    void theMedianRatioIsHeldAgainstItsBar() {
        assertThat(new InsertReport(scores).table().lines())
                .anyMatch(line ->
                        line.matches("hikari +64 +3,000 +125 +25\\.00 \\(16\\.00 \\.\\. 30\\.00\\) +>= 20\\.00: met"))
                .anyMatch(
                        line -> line.matches("handBatched +1024 .* 0\\.35 \\(0\\.10 \\.\\. 0\\.36\\) +>= 0\\.35: met"));
    }

    @Test
    void oneInFlightMayTakeHalfAsLongAgain() {
        assertThat(new InsertReport(scores).table().lines())
                .anyMatch(line -> line.matches("executor +1 +60 +100 +0\\.60 .* >= 0\\.67: MISSED"));
    }

    @Test
    void theSummaryHasMediansSpreadsAndVerdicts() {
        assertThat(new InsertReport(scores).summary())
                .extracting("ratios")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("HIKARI_64", Map.of("median", 25.0, "min", 16.0, "max", 30.0, "bar", 20.0, "met", true))
                .hasEntrySatisfying(
                        "EXECUTOR_64",
                        ratio -> assertThat(ratio)
                                .asInstanceOf(InstanceOfAssertFactories.MAP)
                                .containsEntry("bar", null)
                                .containsEntry("met", null));
    }

    @Test
    void thePictureShowsEveryContender() throws Exception {
        String svg = new InsertPicture(scores).svg();

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(Contender.values().length);
        assertThat(svg).contains("asyncsqlite, 64 in flight</text>", ">3,000</text>");
    }
}
