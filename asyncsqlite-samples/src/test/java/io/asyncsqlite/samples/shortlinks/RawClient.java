package io.asyncsqlite.samples.shortlinks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP by hand, where a proper client would add headers or read ahead. */
final class RawClient {

    private static final int READ_TIMEOUT_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 8 * 1024;

    private RawClient() {}

    /** Sends a request that asks to close the connection and returns the whole answer. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends a request; the answer waits in the socket, which holds little of it. */
    static Socket send(int port, String request) throws IOException {
        Socket socket = connect(port);
        try {
            send(socket, request);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
