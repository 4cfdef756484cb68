package io.asyncsqlite.internal.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/**
 * SQLite's table of functions, {@code struct sqlite3_api_routines}: public, and only ever appended to. There is one table for each copy of
 * SQLite, and one copy in use.
 *
 * <p>Arguments and results of type {@code int} are passed as {@code long}, so that there are few kinds of functions to link: each kind takes
 * milliseconds when a program starts. For the same reason arguments are added up to 1, 4 or 6, and up to 2 or 3 for critical functions: a
 * function ignores an argument too many. Every calling convention of a platform that has a binary passes both in the same place, a register or
 * a slot of 8 bytes, lets the callee read its low half, and leaves the removal of arguments to the caller. The upper half of a result is
 * not defined.
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

    /** Returns a function of integers and pointers. */
    static MethodHandle longs(int index, int arguments) {
        return handle(index, ofLongs(arguments));
    }

    /** Returns a function of integers and pointers that is not in the table, such as one of a VFS. */
    static MethodHandle longsAt(long pointer, int arguments) {
        return handleAt(pointer, ofLongs(arguments));
    }

    /** Returns a function of integers and pointers that ends soon, waits for nothing and does not call back. */
    static MethodHandle criticalLongs(int index, int arguments) {
        return handle(index, ofLongs(arguments), Linker.Option.critical(false));
    }

    private static FunctionDescriptor ofLongs(int arguments) {
        return FunctionDescriptor.of(
                JAVA_LONG, Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new));
    }

    /** Returns a critical function. */
    static MethodHandle critical(int index, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    /** Returns a critical function that binds a value from a Java array, as {@code sqlite3_bind_text64} does. */
    static MethodHandle criticalOnHeap(int index) {
        return handle(
                index,
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.critical(true));
    }

    /** Returns a function with a number of fixed arguments before the variable ones. */
    static MethodHandle variadic(int index, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return handle(index, FunctionDescriptor.of(result, arguments), Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle handle(int index, FunctionDescriptor type, Linker.Option... options) {
        return handleAt(pointer(index), type, options);
    }

    private static MethodHandle handleAt(long pointer, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(pointer), type, options);
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
