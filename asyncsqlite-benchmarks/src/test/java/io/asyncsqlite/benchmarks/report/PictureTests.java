package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PictureTests {

    private static final int ROUNDS = 6;

    @Test
    void everyContenderHasAMedianAndAMarkForEachRound() throws Exception {
        Table table = Table.of(MadeUp.of(Plan.SCAN));

        Document picture = parsed(Picture.svg(table));

        // Two engines as dots; jdbc, result-set-objects and c as squares.
        assertThat(elements(picture, "circle")).hasSize(2 * (ROUNDS + 1));
        assertThat(elements(picture, "rect")).hasSize(3 * (ROUNDS + 1));
        assertThat(texts(picture)).contains("asyncsqlite-foreign", "result-set-objects, untuned", "4.04 k");
    }

    @Test
    void groupsGoByCallersAndBeginWithAsyncsqlite() throws Exception {
        Document picture = parsed(Picture.svg(Table.of(MadeUp.of(Plan.POINTS))));

        assertThat(texts(picture))
                .containsSubsequence(
                        "1 thread",
                        "jdbc",
                        "2 threads",
                        "jdbc",
                        "jdbc-snapshots",
                        "64 in flight",
                        "asyncsqlite-foreign",
                        "asyncsqlite-jni",
                        "64 threads",
                        "hikari-10");
    }

    @Test
    void aScreenReaderSaysTheTitleAndTheFirstRatio() throws Exception {
        Element picture = parsed(Picture.svg(Table.of(MadeUp.scan(1.9, 2.1)))).getDocumentElement();

        assertThat(picture.getAttribute("role")).isEqualTo("img");
        assertThat(elements(picture.getOwnerDocument(), "title").get(0).getTextContent())
                .isEqualTo(Plan.SCAN.title());
        assertThat(elements(picture.getOwnerDocument(), "desc").get(0).getTextContent())
                .isEqualTo("By rows per second, asyncsqlite-foreign is 2.00 (1.90 .. 2.10) times as good as jdbc.");
    }

    @Test
    void ofTimesLessIsBetter() throws Exception {
        assertThat(texts(parsed(Picture.svg(Table.of(MadeUp.of(Plan.LATENCY))))))
                .contains("p99 in us, less is better, on a logarithmic axis");
        assertThat(texts(parsed(Picture.svg(Table.of(MadeUp.of(Plan.SCAN))))))
                .contains("rows per second, on a logarithmic axis");
    }

    @ParameterizedTest
    @EnumSource(Plan.class)
    void everyWordIsInsideThePicture(Plan plan) throws Exception {
        assertInside(parsed(Picture.svg(Table.of(MadeUp.of(plan)))));
    }

    @Test
    void thePictureOfRatiosDividesSlowerFromFaster() throws Exception {
        Map<String, Table> tables = Map.of("scan", Table.of(MadeUp.of(Plan.SCAN)));

        Document picture = parsed(RatioPicture.svg(tables));

        assertThat(elements(picture, "line"))
                .filteredOn(line -> line.getAttribute("class").equals("strong"))
                .hasSize(1);
        // One rival meets both engines, the other one of them, and all are slower.
        assertThat(elements(picture, "circle"))
                .hasSize(3 * (ROUNDS + 1))
                .allMatch(dot -> dot.getAttribute("class").startsWith("others"));
        assertThat(texts(picture)).contains("slower", "faster", "Rows", "the same, loops in C");
        assertInside(picture);
    }

    @Test
    void aPictureOfNothingIsEmpty() throws Exception {
        assertThat(elements(parsed(RatioPicture.svg(Map.of())), "circle")).isEmpty();
        assertThat(elements(parsed(Picture.svg(Table.of(MadeUp.scan()))), "circle"))
                .isEmpty();
    }

    private static void assertInside(Document picture) {
        assertThat(elements(picture, "text")).allSatisfy(text -> {
            double width = width(text);
            double x = Double.parseDouble(text.getAttribute("x"));
            double left = switch (text.getAttribute("text-anchor")) {
                case "end" -> x - width;
                case "middle" -> x - width / 2;
                default -> x;
            };
            assertThat(left).as(text.getTextContent()).isNotNegative();
            assertThat(left + width).as(text.getTextContent()).isLessThanOrEqualTo(Svg.WIDTH);
        });
    }

    /** Returns the width in a font with letters of average width. */
    private static double width(Element text) {
        String style = text.getAttribute("style").replaceAll("[^0-9.]", "");
        double usual = text.getAttribute("class").contains("small") ? 11 : 13;
        double size = style.isEmpty() ? usual : Double.parseDouble(style);
        return 0.56 * size * text.getTextContent().length();
    }

    private static List<String> texts(Document picture) {
        return elements(picture, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document picture, String name) {
        NodeList nodes = picture.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
