package io.asyncsqlite.benchmarks.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of marks over a logarithmic axis, in groups.
 *
 * @param notes sentences below the title
 * @param description what a screen reader says after the title
 * @param ratios whether values are ratios, so that 1 divides slower from faster
 * @param conditions where and when it was measured
 */
record Chart(
        String title,
        List<String> notes,
        String description,
        LogAxis axis,
        boolean ratios,
        List<Group> groups,
        String conditions) {

    /**
     * Lines under a heading.
     *
     * @param heading its words; empty for none
     */
    record Group(String heading, List<Line> lines) {}

    /** Marks behind a label. */
    record Line(String label, List<Mark> marks) {

        private String values() {
            return marks.stream()
                    .map(mark -> Figures.of(mark.spread().median()))
                    .collect(Collectors.joining(" / "));
        }
    }

    private static final int MARGIN = 10;
    private static final int TITLE_HEIGHT = 30;
    private static final int NOTE_HEIGHT = 16;
    private static final int AXIS_HEIGHT = 24;
    private static final int HEADING_HEIGHT = 32;
    private static final int ROW_HEIGHT = 22;
    private static final int MARK_DISTANCE = 9;
    // From the middle of a row to the base of its letters.
    private static final int TEXT_SHIFT = 4;
    private static final int FOOT_LETTERS = 108;

    String svg() {
        Svg svg = new Svg();
        int top = head(svg);
        int bottom = top + height();
        grid(svg, top, bottom);
        int y = top;
        for (Group group : groups) {
            y = draw(svg, group, y);
        }
        return svg.document(foot(svg, bottom), title, description);
    }

    /** Returns where the axis begins. */
    private int head(Svg svg) {
        svg.title(MARGIN, TITLE_HEIGHT - 6, title);
        int y = TITLE_HEIGHT;
        for (String note : notes) {
            y += NOTE_HEIGHT;
            svg.text(MARGIN, y - 2, "small", note);
        }
        return y + (ratios ? NOTE_HEIGHT : 0) + AXIS_HEIGHT;
    }

    private int height() {
        return groups.stream().mapToInt(Chart::height).sum() + ROW_HEIGHT / 2;
    }

    private static int height(Group group) {
        return headingHeight(group) + group.lines().size() * ROW_HEIGHT;
    }

    private static int headingHeight(Group group) {
        return group.heading().isEmpty() ? ROW_HEIGHT / 2 : HEADING_HEIGHT;
    }

    private void grid(Svg svg, int top, int bottom) {
        for (BigDecimal tick : axis.ticks()) {
            double x = axis.x(tick.doubleValue());
            boolean divides = ratios && tick.compareTo(BigDecimal.ONE) == 0;
            svg.line(x, top, x, bottom, divides ? "strong" : "grid");
            svg.text(x, top - 6, "small", "middle", LogAxis.label(tick));
            if (divides) {
                svg.text(x - MARGIN, top - 6 - NOTE_HEIGHT, "small", "end", "slower");
                svg.text(x + MARGIN, top - 6 - NOTE_HEIGHT, "small", "start", "faster");
            }
        }
    }

    /** Draws a group and returns where it ends. */
    private int draw(Svg svg, Group group, int top) {
        int y = top + headingHeight(group);
        if (!group.heading().isEmpty()) {
            svg.text(MARGIN, y - 6, "heading", group.heading());
        }
        for (Line line : group.lines()) {
            draw(svg, line, y + ROW_HEIGHT / 2);
            y += ROW_HEIGHT;
        }
        return y;
    }

    private void draw(Svg svg, Line line, int middle) {
        svg.text(axis.left() - MARGIN, middle + TEXT_SHIFT, "", "end", line.label());
        int distance = line.marks().size() > 1 ? MARK_DISTANCE : 0;
        double y = middle - distance / 2.0;
        for (Mark mark : line.marks()) {
            mark.draw(svg, axis, y);
            y += distance;
        }
        svg.text(Svg.WIDTH - MARGIN, middle + TEXT_SHIFT, "", "end", line.values());
    }

    /** Returns where the picture ends. */
    private int foot(Svg svg, int top) {
        int y = top + MARGIN;
        for (String line : wrapped(conditions)) {
            y += NOTE_HEIGHT;
            svg.text(MARGIN, y - 2, "small", line);
        }
        return y + MARGIN;
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > FOOT_LETTERS) {
            int end = rest.lastIndexOf(' ', FOOT_LETTERS);
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        lines.add(rest);
        return lines;
    }
}
