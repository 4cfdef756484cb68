package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.engine.OpenRequest.Access;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Calls the foreign engine in random orders, right and wrong ones, also on damaged files, until its time is over. */
final class BoundaryFuzz {

    private static final int CALLS = 300;
    private static final int STATEMENTS = 40;
    private static final int BLOBS = 10;

    private final RandomWork work;
    private final Path file;
    private final ExecutorService otherThread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final List<EngineStatement> statements = new ArrayList<>();
    private final List<EngineBlob> blobs = new ArrayList<>();
    private final TraceListener trace = new TraceListener() {
        @Override
        public void started(String sql) {
            misuse();
        }

        @Override
        public void finished(Run run) {
            misuse();
        }
    };
    private EngineConnection connection;
    private long calls;
    private long refused;

    private BoundaryFuzz(long seed, Path file) {
        this.work = new RandomWork(seed);
        this.file = file;
    }

    public static void main(String[] arguments) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0]));
        BoundaryFuzz fuzz = new BoundaryFuzz(Long.parseLong(arguments[1]), Path.of(arguments[2]));
        int connections = 0;
        while (System.nanoTime() < end) {
            fuzz.oneConnection();
            connections++;
        }
        fuzz.otherThread.shutdown();
        System.out.println(connections + " connections, " + fuzz.calls + " calls, " + fuzz.refused + " refused");
    }

    private void oneConnection() throws IOException, EngineException {
        boolean memory = work.number(3) == 0;
        if (!memory) {
            prepareFile();
        }
        statements.clear();
        blobs.clear();
        try {
            Access access = work.number(5) == 0 ? Access.READ_ONLY : Access.READ_WRITE;
            connection = Engine.foreign()
                    .open(new OpenRequest(memory ? null : file, access, work.number(2) == 0, this::again));
        } catch (EngineException damaged) {
            refused++;
            return;
        }
        attempt(() -> connection.executeScript(RandomWork.SCHEMA));
        attempt(() -> connection.onProgress(1 + work.number(500), this::stop));
        for (int i = 0; i < CALLS; i++) {
            attempt(this::call);
        }
        attempt(connection::close);
    }

    /** Leaves the file as the last connection did, removes it, or damages it. */
    private void prepareFile() throws IOException {
        int fate = work.number(4);
        if (fate == 0) {
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(Path.of(file + suffix));
            }
        } else if (fate < 3 && Files.exists(file) && Files.size(file) > 0) {
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < 1 + work.number(20); i++) {
                    channel.position(work.number((int) channel.size()));
                    channel.write(ByteBuffer.wrap(work.bytes(1 + work.number(8))));
                }
            }
        }
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
    }

    private void call() throws Exception {
        switch (work.number(31)) {
            case 0 -> connection.begin(work.pick(List.of(BeginMode.values())));
            case 1 -> connection.commit();
            case 2 -> connection.rollback();
            case 3 -> connection.inTransaction();
            case 4 -> connection.changes();
            case 5 -> {
                connection.lastInsertRowid();
                connection.counter(work.pick(List.of(Counter.values())));
            }
            case 6 -> connection.executeScript(work.statement());
            case 7 -> connection.onProgress(1 + work.number(5_000), this::stop);
            case 8 -> onAnotherThread();
            case 9 -> closeSeldom();
            case 10 -> connection.prepare(new String(work.bytes(work.number(30)), StandardCharsets.UTF_16));
            case 11, 12, 13 -> prepare();
            case 14, 15, 16, 17 -> execute(anyStatement());
            case 18, 19, 20 -> anyStatement().fetch(1 + work.number(10), new ArrayList<>());
            case 21 -> anyStatement().columnNames();
            case 22 -> anyStatement().reset();
            case 23 -> connection.onAuthorize(work.number(3) == 0 ? this::decide : null);
            case 24 -> connection.onTrace(work.number(3) == 0 ? trace : null);
            case 25 -> anyStatement().declaredTypes();
            case 26, 27, 28 -> useBlob(anyBlob());
            case 29 -> openBlob();
            default -> anyStatement().close();
        }
    }

    private void openBlob() throws EngineException {
        if (blobs.size() == BLOBS) {
            blobs.remove(work.number(BLOBS)).close();
        }
        String table = work.pick(List.of("t", "t", "t", "sqlite_schema", "nope"));
        String column = work.pick(List.of("d", "d", "a", "b", "sql", "\0"));
        blobs.add(connection.openBlob("main", table, column, work.number(40), work.number(2) == 0));
    }

    private void useBlob(EngineBlob blob) throws EngineException {
        int position = work.number(blob.size() + 3) - 1;
        switch (work.number(5)) {
            case 0, 1 -> blob.read(position, new byte[work.number(200_000)], work.number(3) - 1, work.number(100_000));
            case 2, 3 -> blob.write(position, work.bytes(work.number(100_000)));
            default -> blob.close();
        }
    }

    private EngineBlob anyBlob() {
        if (blobs.isEmpty()) {
            throw new IllegalStateException("none");
        }
        return work.pick(blobs);
    }

    private void prepare() throws EngineException {
        if (statements.size() == STATEMENTS) {
            statements.remove(work.number(STATEMENTS)).close();
        }
        statements.add(connection.prepare(work.statement()));
    }

    private void execute(EngineStatement statement) throws EngineException {
        statement.execute(work.values(work.number(9) == 0 ? work.number(4) : statement.parameterCount()));
    }

    private void closeSeldom() throws EngineException {
        if (work.number(60) == 0) {
            connection.close();
        }
    }

    private void onAnotherThread() throws Exception {
        EngineStatement statement = anyStatement();
        otherThread
                .submit(() -> List.of(
                                (Call) () -> execute(statement),
                                () -> statement.fetch(1, new ArrayList<>()),
                                statement::close,
                                statement::reset,
                                connection::close,
                                this::openBlob,
                                () -> useBlob(anyBlob()),
                                connection::inTransaction)
                        .forEach(this::attempt))
                .get();
    }

    private EngineStatement anyStatement() {
        if (statements.isEmpty()) {
            throw new IllegalStateException("none");
        }
        return work.pick(statements);
    }

    private int decide(int action, String first, String second, String database, String source) {
        misuse();
        return work.number(30) == 0 ? work.number(4) : AuthorizationQuestion.ALLOW;
    }

    private boolean stop() {
        misuse();
        return work.number(100) == 0;
    }

    /** Misuses the connection while a statement runs, and now and then throws. */
    private void misuse() {
        if (work.number(20) == 0) {
            attempt(() -> work.pick(List.<Call>of(
                            connection::close,
                            () -> anyStatement().close(),
                            () -> anyStatement().reset(),
                            () -> useBlob(anyBlob()),
                            () -> anyBlob().close(),
                            () -> execute(anyStatement()),
                            () -> connection.onAuthorize(null),
                            () -> connection.onTrace(null),
                            () -> connection.counter(Counter.CACHE_USED),
                            () -> connection.executeScript("SELECT 1")))
                    .run());
        }
        if (work.number(50) == 0) {
            throw new AssertionError("expected");
        }
    }

    private boolean again(int attempts) {
        if (work.number(10) == 0) {
            throw new AssertionError("expected");
        }
        return attempts < 3;
    }

    private void attempt(Call call) {
        calls++;
        try {
            call.run();
        } catch (EngineException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            refused++;
        } catch (Exception e) {
            throw new AssertionError("neither done nor refused", e);
        }
    }

    private interface Call {
        void run() throws Exception;
    }
}
