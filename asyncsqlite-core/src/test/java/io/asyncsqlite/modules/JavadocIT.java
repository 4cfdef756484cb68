package io.asyncsqlite.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class JavadocIT {

    @Test
    void noPageOfTheApiShowsAnInternalType() throws Exception {
        List<String> pages = new ArrayList<>();
        List<String> showing = new ArrayList<>();

        try (ZipFile jar = new ZipFile(jar().toFile())) {
            Enumeration<? extends ZipEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".html") || entry.getName().endsWith(".js")) {
                    pages.add(entry.getName());
                    String page = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    if (page.contains("io.asyncsqlite.internal") || page.contains("io/asyncsqlite/internal")) {
                        showing.add(entry.getName());
                    }
                }
            }
        }

        assertThat(pages).anyMatch(page -> page.endsWith("io/asyncsqlite/AsyncSqlite.html"));
        assertThat(showing).isEmpty();
    }

    private static Path jar() throws Exception {
        assumeFalse(
                Boolean.getBoolean("maven.javadoc.skip"), "the build was asked to make no Javadoc: maven.javadoc.skip");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "*-javadoc.jar")) {
            return found.iterator().next();
        }
    }
}
