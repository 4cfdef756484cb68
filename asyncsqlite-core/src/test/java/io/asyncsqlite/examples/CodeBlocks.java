package io.asyncsqlite.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the code that documents and Javadoc show, and the compiled code of the packages {@code examples}. */
final class CodeBlocks {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern FENCED = Pattern.compile("```(?:java|kotlin)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// tag::(.*?)\\[]\\n(.*?)\\n *// end::", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("^ */\\*\\*\\n.*?\\*/", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern EXAMPLE =
            Pattern.compile("<pre>(?:\\{@code\\n(.*?)}|\\s*(&#64;.*?))</pre>", Pattern.DOTALL);

    private CodeBlocks() {}

    /** Returns the regions of compiled code, of every module: each shows what it has. */
    static List<String> regions() {
        List<String> regions = new ArrayList<>();
        Stream.concat(sources("src/test/java", ".java"), sources("src/test/kotlin", ".kt"))
                .filter(file -> file.getParent().endsWith("examples"))
                .forEach(file -> REGION.matcher(read(file))
                        .results()
                        .forEach(match ->
                                regions.add(match.group(2).stripIndent().strip())));
        return regions;
    }

    /** Returns the blocks of Java and Kotlin in Markdown. */
    static List<String> ofDocuments() {
        return documents().stream()
                .flatMap(document -> FENCED.matcher(read(document)).results())
                .map(match -> match.group(1).strip())
                .toList();
    }

    /** Returns the examples in the Javadoc of a file: in {@code code}, or with the characters of annotations escaped. */
    static List<String> ofJavadoc(Path source) {
        List<String> examples = new ArrayList<>();
        COMMENT.matcher(read(source)).results().forEach(comment -> {
            Matcher example = EXAMPLE.matcher(comment.group().replaceAll("(?m)^ *\\* ?", ""));
            while (example.find()) {
                String code = example.group(1) != null ? example.group(1) : unescaped(example.group(2));
                examples.add(code.stripIndent().strip());
            }
        });
        return examples;
    }

    private static String unescaped(String code) {
        return code.replace("&#64;", "@")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    /** Returns the sources of the API, of every module that is published. */
    static List<Path> api() {
        return sources("src/main/java", ".java")
                .filter(file -> !file.toString().contains("internal"))
                .filter(file -> !file.toString().contains("asyncsqlite-sample"))
                .filter(file -> !file.toString().contains("asyncsqlite-benchmarks"))
                .toList();
    }

    private static Stream<Path> sources(String folder, String ending) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT, "asyncsqlite-*")) {
            for (Path module : modules) {
                Path root = module.resolve(folder);
                if (Files.isDirectory(root)) {
                    try (Stream<Path> files = Files.walk(root)) {
                        files.filter(file -> file.toString().endsWith(ending)).forEach(found::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream();
    }

    /** Returns every Markdown document. */
    static List<Path> documents() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> paths = new ArrayList<>(
                    docs.filter(path -> path.toString().endsWith(".md")).toList());
            for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "RELEASING.md", "SECURITY.md")) {
                paths.add(ROOT.resolve(name));
            }
            return paths;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
