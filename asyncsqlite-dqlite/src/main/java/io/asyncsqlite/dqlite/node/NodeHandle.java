package io.asyncsqlite.dqlite.node;

/**
 * Stands in for the server of the native library on a JDK that has no {@code java.lang.foreign}. The jar holds the real one for JDK 22 and newer under
 * {@code META-INF/versions}.
 */
final class NodeHandle implements AutoCloseable {

    private NodeHandle() {}

    @SuppressWarnings("DoNotCallSuggester") // The real one starts a server.
    static NodeHandle start(NodeOptions options, long id) {
        throw new NodeException(
                "A server needs the released jar on JDK 22 or newer, this is JDK "
                        + Runtime.version().feature(),
                null);
    }

    @Override
    public void close() {}
}
