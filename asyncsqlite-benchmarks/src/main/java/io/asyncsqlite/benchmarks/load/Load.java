package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.PythonClient;
import io.asyncsqlite.benchmarks.plan.Shape;
import io.asyncsqlite.benchmarks.plan.Work;

/** Puts operations on a client, one after the other, from its start to its stop. */
public interface Load {

    /** Starts the callers. */
    void start() throws Exception;

    /** Stops the callers, and waits for the operations that are under way. */
    void stop() throws Exception;

    /** Makes the load of a shape. */
    static Load of(Shape shape, Client client, Work work, Counted counted) {
        return switch (shape.kind()) {
            case IN_FLIGHT -> new ClosedLoop(new Operations(client, work), shape.callers(), counted);
            case THREADS -> Callers.platformThreads(client, work, shape.callers(), counted);
            case VIRTUAL -> Callers.virtualThreads(client, work, shape.callers(), counted);
            case TASKS -> new PythonLoad((PythonClient) client, work, shape.callers(), counted);
            case ARRIVALS -> new OpenLoop(new Operations(client, work), shape.callers(), counted);
            case ALONE -> throw new IllegalArgumentException("A scan or a batch is no load");
        };
    }
}
