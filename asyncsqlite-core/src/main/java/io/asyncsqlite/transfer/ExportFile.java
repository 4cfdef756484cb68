package io.asyncsqlite.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * The file that an export becomes. It is written as a part beside its final name, and renamed when it is complete and on the disk.
 *
 * <p>Invariant: under the final name is the old file, or none, or the whole export.
 */
final class ExportFile implements ExportTarget {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path part;
    private final boolean replaces;
    private final FileChannel channel;

    private ExportFile(Path file, boolean replaces) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(".asyncsqlite-export-" + UUID.randomUUID());
        this.replaces = replaces;
        this.channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                isPosix() ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
    }

    static ExportFile create(Path file, boolean replaces) throws IOException {
        Path absolute = file.toAbsolutePath();
        refuseExisting(absolute, replaces);
        return new ExportFile(absolute, replaces);
    }

    private static void refuseExisting(Path file, boolean replaces) throws IOException {
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (exists && !(replaces && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "it exists; replacing() allows to replace a regular file");
        }
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public WritableByteChannel channel() {
        return channel;
    }

    @Override
    public void publish() throws IOException {
        channel.force(true);
        channel.close();
        // It may have come since the export began.
        refuseExisting(file, replaces);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        if (isPosix()) {
            try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    @Override
    public void discard() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Intentionally nothing: the failure of the export is what counts.
        }
    }
}
