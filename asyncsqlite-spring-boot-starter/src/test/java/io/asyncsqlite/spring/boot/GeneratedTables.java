package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables in the documentation that are made of the code. */
public final class GeneratedTables {

    private static final String WRITE = "docs.write";
    private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");

    private GeneratedTables() {}

    /** Fails unless the document holds the table between its marks; with the system property it writes it there. */
    public static void check(String document, String name, String table) {
        try {
            Path file = DOCS.resolve(document);
            String text = Files.readString(file);
            String wanted = replaced(text, name, table);
            if (Boolean.getBoolean(WRITE)) {
                Files.writeString(file, wanted);
            }
            assertThat(Files.readString(file))
                    .as(
                            "docs/%s is not what the code says: write it with"
                                    + " 'mvn -pl asyncsqlite-spring-boot-starter -am test -Dtest=*DocumentationTests"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true' and commit it",
                            document, WRITE)
                    .isEqualTo(wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String text, String name, String table) {
        Matcher marks = Pattern.compile("(<!-- generated:" + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(text);
        assertThat(marks.find()).as("marks of %s", name).isTrue();
        return text.substring(0, marks.end(1)) + "\n" + table + "\n" + text.substring(marks.start(2));
    }
}
