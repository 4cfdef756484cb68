package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build's profiles of long runs. */
class ProfileTests {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TESTS = Pattern.compile("<it\\.test>(.*)</it\\.test>");

    /** A profile runs in all modules, most of which do not have its test: Maven cannot tell that none has. */
    @Test
    void everyTestThatAProfileRunsExists() throws IOException {
        List<String> named = TESTS.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .flatMap(result -> Stream.of(result.group(1).split(",")))
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(testClasses()).containsAll(named);
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ProfileTests::sources)
                    .map(source -> source.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> sources(Path directory) {
        try {
            return Files.walk(directory).filter(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
