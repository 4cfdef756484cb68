package io.asyncsqlite.internal.change;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells one listener of a database what its connections have committed, while there is a listener. Any thread. */
public final class CommitWatch {

    private volatile @Nullable Consumer<ChangeSet> listener;

    /** Whether a commit could not be told, without memory for example. */
    private volatile boolean missed;

    /**
     * Sets the listener, or removes it.
     *
     * @param told gets the changes of each commit from now on, on the thread that committed, before the operation completes. Transactions that are
     *     open now are reported as {@link ChangeSet#anyTable()}
     */
    public void tell(@Nullable Consumer<ChangeSet> told) {
        listener = told;
    }

    boolean isWatched() {
        return listener != null;
    }

    /** Tells a commit. What is thrown here must not leave: the COMMIT has succeeded. The next commit then stands for this one, too. */
    void committed(Supplier<ChangeSet> changes) {
        Consumer<ChangeSet> told = listener;
        if (told == null) {
            return;
        }
        try {
            ChangeSet all = missed ? ChangeSet.ofAnyTable() : changes.get();
            missed = false;
            if (!all.isEmpty()) {
                told.accept(all);
            }
        } catch (Throwable e) {
            missed = true;
        }
    }
}
