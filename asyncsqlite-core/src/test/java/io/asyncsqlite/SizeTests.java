package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files and methods of the core stay small enough to be read at a glance. */
class SizeTests {

    private static final Path SOURCES = Path.of("src/main/java");
    /** The calls of SQLite's functions, one by one: only the greatest sizes count here. */
    private static final Path NEWER_SOURCES = Path.of("src/main/java22");

    @Test
    void filesAreShort() throws IOException {
        List<Integer> lines = linesOfFiles(SOURCES);
        assertThat(linesOfFiles(NEWER_SOURCES)).isNotEmpty();
        assertQuantiles(lines, 80, 250);
    }

    @Test
    void methodsAreShort() throws IOException {
        List<Integer> lines = linesOfMethods(SOURCES);
        assertThat(linesOfMethods(NEWER_SOURCES)).isNotEmpty();
        assertQuantiles(lines, 4, 12);
    }

    private static List<Integer> linesOfFiles(Path sources) throws IOException {
        List<Integer> lines = new ArrayList<>();
        for (Path file : files(sources)) {
            List<String> content = Files.readAllLines(file);
            lines.add(content.size());
            assertThat(content).as(file.toString()).hasSizeLessThanOrEqualTo(400);
        }
        return lines;
    }

    private static List<Integer> linesOfMethods(Path sources) throws IOException {
        List<Integer> lines = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files(sources)));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            task.parse().forEach(file -> file.accept(new Bodies(file, positions, lines), null));
        }
        return lines;
    }

    private static List<Path> files(Path sources) throws IOException {
        try (Stream<Path> found = Files.walk(sources)) {
            return found.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static void assertQuantiles(List<Integer> lines, int median, int ninetieth) {
        assertThat(quantile(lines, 0.5)).as("median").isLessThanOrEqualTo(median);
        assertThat(quantile(lines, 0.9)).as("90th percentile").isLessThanOrEqualTo(ninetieth);
    }

    private static int quantile(List<Integer> values, double part) {
        List<Integer> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    /** Counts the lines of each method, from its opening brace to its closing one. */
    private static final class Bodies extends TreeScanner<Void, Void> {

        private final CompilationUnitTree file;
        private final SourcePositions positions;
        private final List<Integer> lines;

        Bodies(CompilationUnitTree file, SourcePositions positions, List<Integer> lines) {
            this.file = file;
            this.positions = positions;
            this.lines = lines;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                LineMap map = file.getLineMap();
                long first = map.getLineNumber(positions.getStartPosition(file, method.getBody()));
                long last = map.getLineNumber(positions.getEndPosition(file, method.getBody()));
                lines.add((int) (last - first + 1));
                assertThat(last - first + 1)
                        .as("%s#%s", file.getSourceFile().getName(), method.getName())
                        .isLessThanOrEqualTo(40);
            }
            return super.visitMethod(method, nothing);
        }
    }
}
