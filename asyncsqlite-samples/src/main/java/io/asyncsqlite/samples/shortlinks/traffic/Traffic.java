package io.asyncsqlite.samples.shortlinks.traffic;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets simulated visitors follow links, one run at a time. */
@Component
public final class Traffic {

    private static final TrafficState NONE = new TrafficState(false, 0, 0, 0, 0);

    private final Visitors visitors;
    private final AtomicReference<TrafficRun> latest = new AtomicReference<>();

    Traffic(Visitors visitors) {
        this.visitors = visitors;
    }

    /**
     * Tells how far it is.
     *
     * @return the state of the run, or of the latest one
     */
    public TrafficState state() {
        TrafficRun run = latest.get();
        return run == null ? NONE : run.state();
    }

    /** Starts a run; gives false if one is under way. */
    boolean start(TrafficRequest wanted, List<String> codes) {
        TrafficRun run = new TrafficRun(wanted);
        TrafficRun before = latest.get();
        boolean free = before == null || !before.state().running();
        if (!free || !latest.compareAndSet(before, run)) {
            return false;
        }
        visitors.visit(run, codes);
        return true;
    }

    /** Lets each visitor end after the answer it waits for. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        TrafficRun run = latest.get();
        if (run != null) {
            run.stop();
        }
    }
}
