package io.asyncsqlite.benchmarks.report;

import java.util.List;

/**
 * The values of all rounds on one line of a chart.
 *
 * @param blue whether it has the colour of asyncsqlite
 * @param rounds a value for each round, at least one
 */
record Mark(Form form, boolean blue, List<Double> rounds) {

    /** The sign of a median. */
    enum Form {
        DOT,
        RING,
        SQUARE
    }

    private static final double RADIUS = 4.5;
    private static final double ROUND_RADIUS = 2.5;

    Spread spread() {
        return Spread.of(rounds);
    }

    void draw(Svg svg, LogAxis axis, double y) {
        Spread spread = spread();
        String colour = blue ? "ours" : "others";
        svg.line(axis.x(spread.min()), y, axis.x(spread.max()), y, colour + " range");
        for (double round : rounds) {
            draw(svg, axis.x(round), y, ROUND_RADIUS, colour + " round");
        }
        draw(svg, axis.x(spread.median()), y, RADIUS, form == Form.RING ? colour + " hollow" : colour);
    }

    private void draw(Svg svg, double x, double y, double radius, String classes) {
        if (form == Form.SQUARE) {
            svg.square(x, y, radius, classes);
        } else {
            svg.dot(x, y, radius, classes);
        }
    }
}
