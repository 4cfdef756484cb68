package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A leader that runs no SQLite: it keeps the first value of each INSERT, in transactions and savepoints as SQLite does, and does to given values what
 * tests ask for.
 */
final class FakeServer implements AutoCloseable {

    /** What is done instead of an INSERT. */
    enum Fault {
        /** Fails at a constraint: the statement alone is undone. */
        CONSTRAINT,
        /** Fails, and rolls the transaction back. */
        ROLLBACK,
        /** Fails for want of room, and rolls the transaction back. */
        FULL,
        /** Closes the connection, the first time. */
        CLOSE,
        /** Closes the connection when the transaction is committed, the first time. */
        CLOSE_AFTER_COMMIT,
        /** Waits before it is run, the first time. */
        HOLD
    }

    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    final Map<Long, Fault> faults = new ConcurrentHashMap<>();
    /** What is done when a value is inserted, before anything is answered. */
    final Map<Long, Runnable> whenInserted = new ConcurrentHashMap<>();

    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    private final List<Long> committed = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> outside = Collections.synchronizedList(new ArrayList<>());

    /** How many statements have to come before the first of them is answered. */
    volatile int withheld = 1;

    /** Whether it answers only when nothing more has come for a while, to see how much a client sends without an answer. */
    volatile boolean patient;

    volatile boolean schemaEndsTransactions;
    volatile int mostUnanswered;

    FakeServer() throws IOException {
        start("fake-server", this::accept);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    ClusterLocation location() {
        return ClusterLocation.of(address());
    }

    /** Returns the values that are committed, in their order. */
    List<Long> committed() {
        synchronized (committed) {
            return List.copyOf(committed);
        }
    }

    /** Returns the values that were inserted by themselves, when no transaction was open. */
    List<Long> outside() {
        synchronized (outside) {
            return List.copyOf(outside);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                start("fake-session", () -> serve(client));
            } catch (IOException e) {
                // The test has ended.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Session(client).serve();
        } catch (IOException e) {
            // The client has gone, or the session has closed it.
        }
    }

    @Override
    public void close() {
        released.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one client does. */
    private final class Session {

        private final Socket client;
        private final PushbackInputStream pushed;
        private final DataInputStream in;
        private final List<String> statements = new ArrayList<>();
        private final List<Long> pending = new ArrayList<>();
        private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
        private boolean open;
        private boolean closesAfterCommit;
        private int savepoint;
        private int unanswered;
        private int unansweredBytes;

        Session(Socket client) throws IOException {
            this.client = client;
            this.pushed = new PushbackInputStream(client.getInputStream());
            this.in = new DataInputStream(pushed);
        }

        void serve() throws IOException {
            byte[] header = new byte[Words.WORD];
            in.readFully(header);
            while (true) {
                in.readFully(header);
                byte[] body = new byte[Words.getInt(header, 0) * Words.WORD];
                in.readFully(body);
                boolean inserts = header[4] == Request.EXEC
                        && statements.get(Words.getInt(body, 4)).startsWith("INSERT");
                unanswered++;
                unansweredBytes += header.length + body.length;
                mostUnanswered = Math.max(mostUnanswered, unansweredBytes);
                answer(header[4], new Answer(header[4], body)).writeTo(answers);
                if (!inserts || (patient ? !moreComes() : unanswered >= withheld)) {
                    flush();
                }
            }
        }

        private void flush() throws IOException {
            answers.writeTo(client.getOutputStream());
            answers.reset();
            unanswered = 0;
            unansweredBytes = 0;
        }

        private boolean moreComes() throws IOException {
            client.setSoTimeout(100);
            try {
                int next = pushed.read();
                if (next >= 0) {
                    pushed.unread(next);
                }
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                client.setSoTimeout(0);
            }
        }

        private Request answer(int type, Answer request) throws IOException {
            return switch (type) {
                case Request.LEADER -> new Request(Answer.NODE).word(1).text(address());
                case Request.CLUSTER ->
                    new Request(Answer.NODES).word(1).word(1).text(address()).word(0);
                case Request.OPEN -> new Request(Answer.DATABASE).word(0);
                case Request.PREPARE -> prepare(request);
                case Request.FINALIZE -> new Request(Answer.EMPTY).word(0);
                case Request.EXEC -> execute(statements.get(request.halves()[1]), request);
                case Request.EXEC_SQL -> execute(text(request), request);
                case Request.QUERY -> query(statements.get(request.halves()[1]));
                case Request.QUERY_SQL -> query(text(request));
                default -> throw new IOException("request " + type);
            };
        }

        private static String text(Answer request) throws IOException {
            request.word();
            return request.text();
        }

        private Request prepare(Answer request) throws IOException {
            String sql = text(request);
            statements.add(sql);
            long parameters = sql.chars().filter(c -> c == '?').count();
            return new Request(Answer.STATEMENT)
                    .halves(0, statements.size() - 1)
                    .word(parameters);
        }

        private Request query(String sql) {
            if (sql.contains("sqlite_temp_schema")) {
                return row(schemaEndsTransactions ? 1 : 0);
            }
            if (sql.contains("total_changes")) {
                return row(1, 0, 1);
            }
            return sql.startsWith("PRAGMA")
                    ? row(1)
                    : new Request(Answer.ROWS).word(1).text("a").word(-1);
        }

        private static Request row(long... values) {
            Request row = new Request(Answer.ROWS).word(values.length);
            long types = 0;
            for (int i = 0; i < values.length; i++) {
                row.text("a");
                types |= (long) ValueType.INTEGER << (4 * i);
            }
            row.word(types);
            for (long value : values) {
                row.word(value);
            }
            return row.word(-1);
        }

        private Request execute(String sql, Answer request) throws IOException {
            if (sql.startsWith("INSERT")) {
                request.word();
                return insert(request.word());
            }
            if (sql.startsWith("BEGIN")) {
                return begin();
            }
            if (sql.equals("COMMIT") || sql.equals("ROLLBACK")) {
                return end(sql.equals("COMMIT"));
            }
            if (sql.startsWith("SAVEPOINT")) {
                savepoint = pending.size();
            } else if (sql.startsWith("ROLLBACK TO")) {
                pending.subList(savepoint, pending.size()).clear();
            }
            return result(0);
        }

        private Request begin() {
            if (open) {
                return failure(1, "cannot start a transaction within a transaction");
            }
            open = true;
            return result(0);
        }

        private Request end(boolean commits) throws IOException {
            if (!open) {
                return failure(1, "cannot end - no transaction is active");
            }
            open = false;
            if (commits) {
                committed.addAll(pending);
            }
            pending.clear();
            if (commits && closesAfterCommit) {
                throw new IOException("closed after COMMIT");
            }
            return result(0);
        }

        private Request insert(long value) throws IOException {
            whenInserted.getOrDefault(value, () -> {}).run();
            Fault fault = faults.get(value);
            if (fault != null) {
                Request failure = meet(value, fault);
                if (failure != null) {
                    return failure;
                }
            }
            (open ? pending : committed).add(value);
            if (!open) {
                outside.add(value);
            }
            return result(value);
        }

        private Request meet(long value, Fault fault) throws IOException {
            switch (fault) {
                case CONSTRAINT -> {
                    return failure(1555, "UNIQUE constraint failed: t.id");
                }
                case ROLLBACK, FULL -> {
                    open = false;
                    pending.clear();
                    return fault == Fault.FULL
                            ? failure(13, "database or disk is full")
                            : failure(1555, "UNIQUE constraint failed: t.id");
                }
                case CLOSE -> {
                    faults.remove(value);
                    flush();
                    end();
                    throw new IOException("closed");
                }
                case CLOSE_AFTER_COMMIT -> {
                    faults.remove(value);
                    closesAfterCommit = true;
                }
                case HOLD -> {
                    faults.remove(value);
                    hold();
                }
            }
            return null;
        }

        /** Lets the client read all answers before it sees the end. */
        private void end() throws IOException {
            client.shutdownOutput();
            pushed.transferTo(OutputStream.nullOutputStream());
        }

        private void hold() throws IOException {
            flush();
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private static Request result(long rowid) {
            return new Request(Answer.RESULT).word(rowid).word(rowid == 0 ? 0 : 1);
        }

        private static Request failure(long code, String message) {
            return new Request(Answer.FAILURE).word(code).text(message);
        }
    }
}
