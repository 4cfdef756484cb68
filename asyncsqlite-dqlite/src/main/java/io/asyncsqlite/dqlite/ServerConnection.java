package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import jdk.net.ExtendedSocketOptions;

/** A connection to one server. Requests are answered in order. Belongs to one thread, but {@link #close} may be called by any. */
final class ServerConnection implements AutoCloseable {

    private static final long PROTOCOL_VERSION = 1;
    private static final int TYPE_AT = 4;
    /** Takes all that a {@link Flight} sends without waiting. */
    private static final int SEND_BUFFER = 4 * Flight.MAX_UNANSWERED_BYTES;

    private static final int FIRST_PIECE = 64 * 1024;
    private static final int BUFFERED = 8 * 1024;
    /** The most words whose bytes fit into an array. */
    private static final long MAX_WORDS = (Integer.MAX_VALUE - 16) / Words.WORD;

    private final InetSocketAddress node;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean acknowledgesAtOnce;

    private final byte[] header = new byte[Words.WORD];

    /** What was received behind the answer that was read: many answers come at once. */
    private final byte[] buffer = new byte[BUFFERED];

    private int bufferFrom;
    private int bufferTo;

    private ServerConnection(InetSocketAddress node, Socket socket) throws IOException {
        this.node = node;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.acknowledgesAtOnce = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    /** Connects, within the time of the location. */
    static ServerConnection open(InetSocketAddress node, ClusterLocation location) throws IOException {
        Socket socket = location.socketFactory().createSocket();
        try {
            int timeout = millis(location.connectTimeout().toMillis());
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER);
            socket.connect(new InetSocketAddress(node.getHostString(), node.getPort()), timeout);
            ServerConnection connection = new ServerConnection(node, socket);
            byte[] version = new byte[Words.WORD];
            Words.setLong(version, 0, PROTOCOL_VERSION);
            connection.out.write(version);
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static int millis(long millis) {
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    InetSocketAddress node() {
        return node;
    }

    void send(ByteArrayOutputStream requests) throws IOException {
        requests.writeTo(out);
    }

    void send(Request request) throws IOException {
        request.writeTo(out);
    }

    /** Sends a request, and waits for its answer no longer than a time. */
    Answer ask(Request request, long timeoutMillis) throws IOException {
        send(request);
        long until = System.nanoTime() + timeoutMillis * 1_000_000;
        return receive(millis(timeoutMillis), () -> System.nanoTime() - until >= 0);
    }

    /**
     * Waits for the next answer.
     *
     * @param questionMillis how often to ask whether to give up
     * @param giveUp whether to stop waiting
     * @throws SocketTimeoutException if it gave up: the answer may still come, so the connection must be closed
     */
    Answer receive(int questionMillis, BooleanSupplier giveUp) throws IOException {
        socket.setSoTimeout(questionMillis);
        read(header, 0, header.length, giveUp);
        long words = Words.getInt(header, 0) & 0xffff_ffffL;
        if (words > MAX_WORDS) {
            throw new WireException("an answer has " + words + " words, more than an array holds");
        }
        return new Answer(header[TYPE_AT] & 0xff, body((int) words * Words.WORD, giveUp));
    }

    /** Reads a body. Memory grows with the bytes that have come, so that a wrong length alone takes none. */
    private byte[] body(int size, BooleanSupplier giveUp) throws IOException {
        byte[] body = new byte[Math.min(size, FIRST_PIECE)];
        int length = 0;
        while (length < size) {
            if (length == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(size, 2L * length));
            }
            read(body, length, body.length - length, giveUp);
            length = body.length;
        }
        return body;
    }

    private void read(byte[] target, int from, int size, BooleanSupplier giveUp) throws IOException {
        int length = 0;
        while (length < size) {
            int count = readSome(target, from + length, size - length, giveUp);
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            length += count;
        }
    }

    /** Reads what has come already, or waits for something. */
    private int readSome(byte[] target, int from, int size, BooleanSupplier giveUp) throws IOException {
        if (bufferFrom == bufferTo) {
            if (size >= buffer.length) {
                return receiveSome(target, from, size, giveUp);
            }
            bufferFrom = 0;
            bufferTo = Math.max(0, receiveSome(buffer, 0, buffer.length, giveUp));
            if (bufferTo == 0) {
                return -1;
            }
        }
        int count = Math.min(size, bufferTo - bufferFrom);
        System.arraycopy(buffer, bufferFrom, target, from, count);
        bufferFrom += count;
        return count;
    }

    private int receiveSome(byte[] target, int from, int size, BooleanSupplier giveUp) throws IOException {
        while (true) {
            try {
                // Servers have Nagle's algorithm on: an acknowledgement that waits delays their next answer by 40 ms.
                // The option does not stick.
                if (acknowledgesAtOnce) {
                    socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
                }
                return in.read(target, from, size);
            } catch (SocketTimeoutException e) {
                if (giveUp.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The server notices the end in any case.
        }
    }
}
