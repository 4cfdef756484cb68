package io.asyncsqlite.dqlite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.Set;
import javax.net.SocketFactory;

/** A socket without a network: what it receives is given. Behind that the server has closed the connection, or is silent for good. */
final class Recording extends Socket {

    private final InputStream received;

    Recording(byte[] bytes, boolean closed) {
        InputStream given = new ByteArrayInputStream(bytes);
        this.received = closed ? given : new Silent(given);
    }

    /** Makes this socket again and again; a second connection would find nothing more. */
    SocketFactory factory() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return Recording.this;
            }

            @Override
            public Socket createSocket(String host, int port) {
                return Recording.this;
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                return Recording.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                return Recording.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
                return Recording.this;
            }
        };
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public InputStream getInputStream() {
        return received;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}

    /** Reading behind the end takes longer than any time-out. */
    private static final class Silent extends InputStream {

        private final InputStream given;

        Silent(InputStream given) {
            this.given = given;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count = given.read(target, from, length);
            if (count < 0) {
                throw new SocketTimeoutException("Read timed out");
            }
            return count;
        }
    }
}
