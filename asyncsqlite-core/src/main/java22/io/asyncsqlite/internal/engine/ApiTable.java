package io.asyncsqlite.internal.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * SQLite's table of functions, {@code struct sqlite3_api_routines}: public, and only ever appended to. There is one table for each copy of
 * SQLite, and one copy in use.
 *
 * @see <a href="https://www.sqlite.org/src/file/src/sqlite3ext.h">sqlite3ext.h</a>
 */
@SuppressWarnings("restricted") // This engine calls native code.
final class ApiTable {

    private static long address;

    private ApiTable() {}

    /** Notes where the table is, before {@link Sqlite3} is first used. */
    static synchronized void use(long table) {
        if (ADDRESS.byteSize() != Long.BYTES) {
            throw new EngineUnavailableException("needs a platform of 64 bits");
        }
        if (address != 0 && address != table) {
            throw new EngineUnavailableException("found a second copy of SQLite");
        }
        address = table;
    }

    static MethodHandle function(int index, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments));
    }

    static MethodHandle procedure(int index, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.ofVoid(arguments));
    }

    /** Returns a function with a number of fixed arguments before the variable ones. */
    static MethodHandle variadic(int index, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments), Linker.Option.firstVariadicArg(fixed));
    }

    /** Returns a function that ends soon, waits for nothing and does not call back. */
    static MethodHandle critical(int index, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    /** Returns a critical function that may read Java arrays. */
    static MethodHandle criticalOnHeap(int index, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments), Linker.Option.critical(true));
    }

    private static MethodHandle handle(int index, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(pointer(index)), type, options);
    }

    static synchronized long pointer(int index) {
        long pointer = MemorySegment.ofAddress(address + (long) index * Long.BYTES)
                .reinterpret(Long.BYTES)
                .get(JAVA_LONG, 0);
        if (pointer == 0) {
            throw new EngineUnavailableException("misses the function number " + index + " in this build of SQLite");
        }
        return pointer;
    }
}
