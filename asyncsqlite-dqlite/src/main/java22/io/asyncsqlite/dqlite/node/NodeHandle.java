package io.asyncsqlite.dqlite.node;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A server of the native library that runs. The library has threads of its own.
 *
 * @see <a href="https://github.com/canonical/dqlite/blob/main/include/dqlite.h">dqlite.h</a>
 */
@SuppressWarnings("restricted") // It calls native code.
final class NodeHandle implements AutoCloseable {

    private final Functions functions;
    /** Keeps the texts that the library was given and may have kept, as long as this object is there. */
    @SuppressWarnings("unused")
    private final Arena arena;

    private final MemorySegment node;

    private NodeHandle(Functions functions, Arena arena, MemorySegment node) {
        this.functions = functions;
        this.arena = arena;
        this.node = node;
    }

    /** The functions of a library, by their C names. */
    private static final class Functions {

        private final SymbolLookup library;
        private final MethodHandle create;
        private final MethodHandle setBindAddress;
        private final MethodHandle setNetworkLatency;
        private final MethodHandle start;
        private final MethodHandle stop;
        private final MethodHandle destroy;
        private final MethodHandle errorMessage;

        Functions(SymbolLookup library) {
            this.library = library;
            create = find("dqlite_node_create", JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
            setBindAddress = find("dqlite_node_set_bind_address", JAVA_INT, ADDRESS, ADDRESS);
            setNetworkLatency = find("dqlite_node_set_network_latency_ms", JAVA_INT, ADDRESS, JAVA_INT);
            start = find("dqlite_node_start", JAVA_INT, ADDRESS);
            stop = find("dqlite_node_stop", JAVA_INT, ADDRESS);
            destroy = Linker.nativeLinker()
                    .downcallHandle(address("dqlite_node_destroy"), FunctionDescriptor.ofVoid(ADDRESS));
            errorMessage = find("dqlite_node_errmsg", ADDRESS, ADDRESS);
        }

        private MethodHandle find(String name, MemoryLayout result, MemoryLayout... parameters) {
            return Linker.nativeLinker().downcallHandle(address(name), FunctionDescriptor.of(result, parameters));
        }

        private MemorySegment address(String name) {
            return library.find(name)
                    .orElseThrow(
                            () -> new NodeException("The library has no function " + name + ": it is too old", null));
        }
    }

    static NodeHandle start(NodeOptions options, long id) {
        Functions functions = load(options.library());
        Arena arena = Arena.ofAuto();
        NodeHandle handle = create(functions, arena, options, id);
        try {
            handle.check(
                    (int) functions.setBindAddress.invokeExact(handle.node, arena.allocateFrom(options.address())),
                    options.address());
            handle.check(
                    (int) functions.setNetworkLatency.invokeExact(
                            handle.node, (int) options.networkLatency().toMillis()),
                    options.address());
            handle.check((int) functions.start.invokeExact(handle.node), options.address());
            return handle;
        } catch (Throwable e) {
            handle.destroy();
            throw failure(e);
        }
    }

    private static Functions load(String library) {
        try {
            return new Functions(SymbolLookup.libraryLookup(library, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    "The library " + library + " cannot be loaded: install the system's dqlite, on Debian the package"
                            + " libdqlite0, or name the file",
                    e);
        }
    }

    private static NodeHandle create(Functions functions, Arena arena, NodeOptions options, long id) {
        MemorySegment made = arena.allocate(ADDRESS);
        int code;
        try {
            code = (int) functions.create.invokeExact(
                    id,
                    arena.allocateFrom(options.address()),
                    arena.allocateFrom(options.directory().toString()),
                    made);
        } catch (Throwable e) {
            throw failure(e);
        }
        if (code != 0) {
            throw new NodeException(
                    "A server cannot be made of the directory " + options.directory() + ": code " + code, null);
        }
        return new NodeHandle(functions, arena, made.get(ADDRESS, 0));
    }

    private void check(int code, String address) throws Throwable {
        if (code != 0) {
            MemorySegment message = (MemorySegment) functions.errorMessage.invokeExact(node);
            String told = message.equals(MemorySegment.NULL)
                    ? "code " + code
                    : message.reinterpret(Long.MAX_VALUE).getString(0);
            throw new NodeException("The server at " + address + " cannot start: " + told, null);
        }
    }

    private static RuntimeException failure(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    @Override
    public void close() {
        try {
            if ((int) functions.stop.invokeExact(node) != 0) {
                throw new NodeException("The server did not stop as it should", null);
            }
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            destroy();
        }
    }

    private void destroy() {
        try {
            functions.destroy.invokeExact(node);
        } catch (Throwable e) {
            throw failure(e);
        }
    }
}
