package io.asyncsqlite.powerloss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One file: what is on the disk for certain, and the changes since its last sync. */
final class DiskFile {

    private static final int SECTOR = 512;

    /** A change of the file: data written at an offset, or a new length if there is no data. */
    private record Change(long position, byte[] data) {}

    private byte[] synced = new byte[0];
    private final List<Change> unsynced = new ArrayList<>();
    // How many changes are in the synced bytes.
    private int syncedChanges;

    void write(long offset, byte[] data) {
        unsynced.add(new Change(offset, data));
    }

    void truncate(long length) {
        unsynced.add(new Change(length, null));
    }

    /** Returns how many changes were ever made; a sync that begins now makes those durable. */
    int changes() {
        return syncedChanges + unsynced.size();
    }

    void synced(int changes) {
        Content content = new Content(synced);
        for (; syncedChanges < changes; syncedChanges++) {
            Change change = unsynced.remove(0);
            if (change.data == null) {
                content.resize(change.position);
            } else {
                content.write(change.position, change.data, 0, change.data.length);
            }
        }
        synced = content.bytes();
    }

    /**
     * Returns what the file may be after a power loss: each change since the last sync is there, or missing, or there in some of its sectors. That
     * covers changes that reach the disk in another order: of two for one sector either, both or none is there.
     */
    byte[] afterPowerLoss(Chance chance) {
        Content content = new Content(synced);
        for (Change change : unsynced) {
            if (change.data == null) {
                if (chance.survives()) {
                    content.resize(change.position);
                }
            } else if (chance.tears()) {
                tear(change, content, chance);
            } else if (chance.survives()) {
                content.write(change.position, change.data, 0, change.data.length);
            } else {
                extend(change, content, chance);
            }
        }
        return content.bytes();
    }

    private static void tear(Change change, Content content, Chance chance) {
        int length = change.data.length;
        for (int from = 0, to; from < length; from = to) {
            to = (int) Math.min(length, from + SECTOR - (change.position + from) % SECTOR);
            if (chance.half()) {
                content.write(change.position, change.data, from, to);
            }
        }
        extend(change, content, chance);
    }

    /** The length of a file may reach the disk before its data: there are zeros then, or what the disk had there. */
    private static void extend(Change change, Content content, Chance chance) {
        long end = change.position + change.data.length;
        if (end > content.length && chance.half()) {
            int from = content.length;
            content.resize(end);
            if (chance.half()) {
                chance.fill(content.bytes, from, content.length);
            }
        }
    }

    private static final class Content {

        private byte[] bytes;
        private int length;

        Content(byte[] initial) {
            bytes = initial.clone();
            length = initial.length;
        }

        void write(long offset, byte[] data, int from, int to) {
            int at = Math.toIntExact(offset);
            if (at + to > length) {
                resize(at + to);
            }
            System.arraycopy(data, from, bytes, at + from, to - from);
        }

        void resize(long newLength) {
            int wanted = Math.toIntExact(newLength);
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(wanted, 2 * bytes.length));
            } else if (wanted < length) {
                Arrays.fill(bytes, wanted, length, (byte) 0);
            }
            length = wanted;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
