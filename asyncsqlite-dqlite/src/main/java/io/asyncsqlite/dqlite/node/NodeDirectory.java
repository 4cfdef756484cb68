package io.asyncsqlite.dqlite.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one server, with what it must remember: its number, its address, and whether it is a member. One process at a time has it. */
final class NodeDirectory implements AutoCloseable {

    /** The server with this number begins a cluster. */
    static final long FIRST_ID = 0x2dc171858c3155beL;

    private static final String LOCK = "node.lock";
    private static final String MEMBER = "member";
    private static final String NO_MEMBER = "no member yet";
    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final FileChannel lock;
    private final long id;
    private final String address;
    private boolean member;

    private NodeDirectory(Path file, FileChannel lock, long id, String address, boolean member) {
        this.file = file;
        this.lock = lock;
        this.id = id;
        this.address = address;
        this.member = member;
    }

    static NodeDirectory open(NodeOptions options) {
        Path directory = options.directory();
        try {
            Files.createDirectories(directory, FOR_OWNER);
            FileChannel lock =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                requireLock(lock, directory);
                return read(options, directory.resolve("node.txt"), lock);
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeException("The directory " + directory + " of a server cannot be used: " + e, e);
        }
    }

    private static void requireLock(FileChannel lock, Path directory) throws IOException {
        boolean locked;
        try {
            locked = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new NodeException("Another server uses the directory " + directory + ": give each its own", null);
        }
    }

    private static NodeDirectory read(NodeOptions options, Path file, FileChannel lock) throws IOException {
        if (!Files.exists(file)) {
            requireEmpty(options.directory());
            long id = options.isFirst() ? FIRST_ID : new SecureRandom().nextLong();
            NodeDirectory made = new NodeDirectory(file, lock, id, options.address(), options.isFirst());
            made.write();
            return made;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 3 || !lines.get(0).matches("\\d{1,20}")) {
            throw new NodeException("The file " + file + " does not say which server this is: restore it", null);
        }
        if (!lines.get(1).equals(options.address())) {
            throw new NodeException(
                    "The directory " + options.directory() + " belongs to the server at " + lines.get(1) + ", not at "
                            + options.address() + ": a server keeps its address",
                    null);
        }
        return new NodeDirectory(
                file,
                lock,
                Long.parseUnsignedLong(lines.get(0)),
                options.address(),
                lines.get(2).equals(MEMBER));
    }

    /** A server would take files of another program for its own, or they would be lost among its files. */
    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(found -> !found.endsWith(LOCK))) {
                throw new NodeException(
                        "The directory " + directory + " has files that are not of a server: give the server an empty"
                                + " one",
                        null);
            }
        }
    }

    private void write() throws IOException {
        String text = Long.toUnsignedString(id) + "\n" + address + "\n" + (member ? MEMBER : NO_MEMBER) + "\n";
        Path made = file.resolveSibling("node.txt.new");
        try (FileChannel channel = FileChannel.open(
                made, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }

    long id() {
        return id;
    }

    String address() {
        return address;
    }

    boolean isMember() {
        return member;
    }

    void noteMember() {
        member = true;
        try {
            write();
        } catch (IOException e) {
            throw new NodeException("The file " + file + " cannot be written: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
