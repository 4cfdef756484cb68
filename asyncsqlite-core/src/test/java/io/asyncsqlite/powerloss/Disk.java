package io.asyncsqlite.powerloss;

import io.asyncsqlite.powerloss.Trace.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory of a disk that does what it must and no more: a file has what was written before its last sync began, and a name stands for what
 * it stood for before the last sync of the directory began. Everything later may be lost, each change for itself.
 */
final class Disk {

    /** A name stands for a file from now on, or for none. */
    private record NameChange(String name, DiskFile file) {}

    private record Sync(DiskFile file, int changes) {}

    private final Map<String, DiskFile> names = new HashMap<>();
    private final Map<String, DiskFile> syncedNames = new HashMap<>();
    private final List<NameChange> nameChanges = new ArrayList<>();
    private int syncedNameChanges;

    // No file for the directory itself.
    private final Map<Integer, DiskFile> open = new HashMap<>();
    private final Map<Long, Sync> syncs = new HashMap<>();
    private int acknowledgements = -1;
    private final Set<String> acknowledged = new HashSet<>();

    void happens(Event event) {
        DiskFile file = open.get(event.descriptor());
        switch (event.kind()) {
            case OPENED -> opened(event);
            case CLOSED -> open.remove(event.descriptor());
            case WRITTEN -> written(file, event);
            case TRUNCATED -> file.truncate(event.number());
            case SYNC_BEGAN ->
                syncs.put(event.number(), new Sync(file, file == null ? nameChangesEver() : file.changes()));
            case SYNCED -> synced(syncs.remove(event.number()));
            case UNLINKED -> name(event.text(), null);
            case UNKNOWN -> throw new AssertionError("the program calls " + event.text() + ", which is not replayed");
        }
    }

    private void opened(Event event) {
        String name = event.text();
        if (name.equals(Trace.ACKNOWLEDGED)) {
            acknowledgements = event.descriptor();
        } else if (name.isEmpty()) {
            open.remove(event.descriptor());
        } else {
            if (event.number() == 1) {
                name(name, new DiskFile());
            }
            open.put(event.descriptor(), names.get(name));
        }
    }

    private void written(DiskFile file, Event event) {
        if (event.descriptor() == acknowledgements) {
            event.text().lines().forEach(acknowledged::add);
        } else {
            file.write(event.number(), event.data());
        }
    }

    private void name(String name, DiskFile file) {
        names.put(name, file);
        nameChanges.add(new NameChange(name, file));
    }

    private int nameChangesEver() {
        return syncedNameChanges + nameChanges.size();
    }

    private void synced(Sync sync) {
        if (sync.file != null) {
            sync.file.synced(sync.changes);
            return;
        }
        for (; syncedNameChanges < sync.changes; syncedNameChanges++) {
            NameChange change = nameChanges.remove(0);
            syncedNames.put(change.name, change.file);
        }
    }

    /** Returns what has been acknowledged so far. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Returns the files that may be found after a power loss now. A name stands for anything that it stood for since the directory was synced. */
    Map<String, byte[]> afterPowerLoss(Chance chance) {
        Map<String, List<DiskFile>> possible = new TreeMap<>();
        syncedNames.forEach((name, file) -> candidates(possible, name).add(file));
        for (NameChange change : nameChanges) {
            List<DiskFile> candidates = candidates(possible, change.name);
            if (candidates.isEmpty()) {
                candidates.add(null);
            }
            candidates.add(change.file);
        }
        Map<String, byte[]> files = new TreeMap<>();
        possible.forEach((name, candidates) -> {
            DiskFile file = candidates.get(chance.upTo(candidates.size() - 1));
            if (file != null) {
                files.put(name, file.afterPowerLoss(chance));
            }
        });
        return files;
    }

    private static List<DiskFile> candidates(Map<String, List<DiskFile>> possible, String name) {
        return possible.computeIfAbsent(name, key -> new ArrayList<>());
    }
}
