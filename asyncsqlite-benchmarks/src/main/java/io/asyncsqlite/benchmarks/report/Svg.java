package io.asyncsqlite.benchmarks.report;

import java.util.Locale;

/** Writes an SVG with colours for light and dark pages, and with words for screen readers. */
final class Svg {

    static final int WIDTH = 720;

    private static final double TITLE_SIZE = 16;

    // Of bold text, as a part of its size: that of a wide font, so that the words fit in every other.
    private static final double LETTER_WIDTH = 0.65;

    private static final String STYLE = """
        <style>
        text { font-family: -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif }
        text { font-size: 13px; fill: #1f2328 }
        .heading { font-weight: 600 }
        .small { font-size: 11px; fill: #59636e }
        .grid { stroke: #d1d9e0; stroke-width: 1 }
        .strong { stroke: #59636e; stroke-width: 1.5 }
        .ours { fill: #0969da; stroke: #0969da }
        .others { fill: #9a6700; stroke: #9a6700 }
        .round { stroke: none; opacity: 0.4 }
        .range { stroke-width: 2 }
        .hollow { fill: none; stroke-width: 2 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .small { fill: #9198a1 }
        .grid { stroke: #3d444d }
        .strong { stroke: #9198a1 }
        .ours { fill: #4493f8; stroke: #4493f8 }
        .others { fill: #d29922; stroke: #d29922 }
        .round { stroke: none }
        .hollow { fill: none }
        }
        </style>
        """;

    private final StringBuilder body = new StringBuilder();

    /** Writes text that starts at a point. */
    void text(double x, double y, String classes, String text) {
        text(x, y, classes, "start", text);
    }

    /**
     * Writes text at a point.
     *
     * @param anchor which part of the text is at the point: {@code start}, {@code middle} or {@code end}
     */
    void text(double x, double y, String classes, String anchor, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>",
                x, y, classes, anchor, escaped(text));
    }

    /** Writes bold text, so small that it fits. */
    void title(double x, double y, String text) {
        double size = Math.min(TITLE_SIZE, (WIDTH - 2 * x) / (LETTER_WIDTH * text.length()));
        add(
                "<text x=\"%.1f\" y=\"%.1f\" class=\"heading\" style=\"font-size: %.1fpx\">%s</text>",
                x, y, size, escaped(text));
    }

    void line(double x1, double y1, double x2, double y2, String classes) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, classes);
    }

    void dot(double x, double y, double radius, String classes) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"/>", x, y, radius, classes);
    }

    /** Writes a square around a point. */
    void square(double x, double y, double radius, String classes) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>",
                x - radius, y - radius, 2 * radius, 2 * radius, classes);
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation is in a library that is not needed otherwise.
    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Returns the whole picture. */
    String document(int height, String title, String description) {
        return String.format(
                Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" \
                aria-labelledby="title desc">
                <title id="title">%s</title>
                <desc id="desc">%s</desc>
                %s%s</svg>
                """, WIDTH, height, WIDTH, height, escaped(title), escaped(description), STYLE, body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
