package io.asyncsqlite.internal.engine;

import java.util.Locale;

/** Names the binaries as the build script does. */
final class Platform {

    private Platform() {}

    /** Returns the name of the extension's binary, such as {@code linux-x86_64.so}, whether or not there is one. */
    static String binary(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = arch(osArch.toLowerCase(Locale.ROOT));
        if (os.startsWith("windows")) {
            return "windows-" + arch + ".dll";
        }
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            return "macos-" + arch + ".dylib";
        }
        return os + "-" + arch + ".so";
    }

    private static String arch(String name) {
        return switch (name) {
            case "amd64", "x86-64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> name;
        };
    }
}
