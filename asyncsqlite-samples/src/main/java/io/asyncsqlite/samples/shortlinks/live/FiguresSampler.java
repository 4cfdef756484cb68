package io.asyncsqlite.samples.shortlinks.live;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Reads the meters once a second while someone watches; all who watch share the figures. */
@Component
final class FiguresSampler {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final double P99 = 0.99;

    private final MeterRegistry meters;
    private final Flux<Figures> figures;

    FiguresSampler(MeterRegistry meters) {
        this.meters = meters;
        this.figures = Flux.interval(Duration.ZERO, PERIOD)
                .onBackpressureDrop()
                .map(tick -> counts())
                .buffer(2, 1)
                .filter(pair -> pair.size() == 2)
                .map(pair -> figures(pair.get(0), pair.get(1)))
                .replay(1)
                .refCount();
    }

    Flux<Figures> everySecond() {
        return figures.onBackpressureLatest();
    }

    private Figures figures(Counts before, Counts now) {
        long commits = now.commits() - before.commits();
        return new Figures(
                (now.writes() - before.writes()) * 1e9 / (now.nanoTime() - before.nanoTime()),
                commits == 0 ? 0 : (now.members() - before.members()) / commits,
                queued(),
                p99Millis());
    }

    private Counts counts() {
        return new Counts(System.nanoTime(), writes(), commits(), members());
    }

    private long writes() {
        return meters.find("asyncsqlite.operation.run").tags("kind", "write", "outcome", "success").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private long commits() {
        return meters.find("asyncsqlite.commit.group.size").summaries().stream()
                .mapToLong(DistributionSummary::count)
                .sum();
    }

    private double members() {
        return meters.find("asyncsqlite.commit.group.size").summaries().stream()
                .mapToDouble(DistributionSummary::totalAmount)
                .sum();
    }

    private long queued() {
        return (long) meters.find("asyncsqlite.queue.size").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** Clicks are the only requests that are answered with 302. */
    private double p99Millis() {
        return meters.find("http.server.requests").tags("status", "302", "method", "GET").timers().stream()
                .flatMap(timer -> Arrays.stream(timer.takeSnapshot().percentileValues()))
                .filter(value -> value.percentile() == P99)
                .mapToDouble((ValueAtPercentile value) -> value.value(TimeUnit.MILLISECONDS))
                .max()
                .orElse(0);
    }

    private record Counts(long nanoTime, long writes, long commits, double members) {}
}
