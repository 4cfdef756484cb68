package io.asyncsqlite.internal.concurrent;

/** Starts the threads that own connections. Tests use one that fails, as the system does when it has no thread left. */
public interface ThreadStarter {

    ThreadStarter SYSTEM = Thread::start;

    /** Starts a thread, or throws, most often an {@link OutOfMemoryError}; then the thread does not run. */
    void start(Thread thread);
}
