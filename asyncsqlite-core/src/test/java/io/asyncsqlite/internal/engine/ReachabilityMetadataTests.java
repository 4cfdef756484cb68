package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the jar tells GraalVM's native-image to keep is what the foreign engine links, calls and reads. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "the foreign engine is in the jar, for JDK 22 and newer")
@Timeout(60)
class ReachabilityMetadataTests {

    private static final String FILE =
            "META-INF/native-image/io.asyncsqlite/asyncsqlite-core/reachability-metadata.json";
    private static final Pattern FUNCTION =
            Pattern.compile("\\{\"returnType\": \"(.*?)\", \"parameterTypes\": \\[(.*?)]");
    private static final Pattern METHOD = Pattern.compile("\\{\"name\": \"(.*?)\", \"parameterTypes\": \\[(.*?)]}");

    private final String metadata = read();

    /** The classes of the engine read a table in SQLite's memory, which the first connection finds. */
    @BeforeAll
    static void loadSqlite() throws EngineException {
        Engine.foreign().open(new OpenRequest(null, false, attempts -> false)).close();
    }

    @Test
    void everyFunctionOfSqliteIsRegistered() throws Exception {
        String downcalls = metadata.substring(metadata.indexOf("\"downcalls\""), metadata.indexOf("\"upcalls\""));

        List<String> linked = new ArrayList<>();
        for (Field field : constants(MethodHandle.class)) {
            linked.add(shape(((MethodHandle) field.get(null)).type()));
        }

        assertThat(linked).hasSizeGreaterThan(70);
        assertThat(shapes(downcalls))
                .containsExactlyInAnyOrderElementsOf(linked.stream().distinct().toList());
    }

    @Test
    void everyFunctionThatSqliteCallsIsRegistered() throws Exception {
        Class<?> descriptor = Class.forName("java.lang.foreign.FunctionDescriptor");
        Method toMethodType = descriptor.getMethod("toMethodType");

        List<String> called = new ArrayList<>();
        for (Field field : constants(descriptor)) {
            called.add(shape((MethodType) toMethodType.invoke(field.get(null))));
        }

        assertThat(shapes(metadata.substring(metadata.indexOf("\"upcalls\""))))
                .containsExactlyInAnyOrderElementsOf(called);
    }

    @Test
    void everyMethodThatIsNamedExists() throws Exception {
        for (String name : List.of("Questions", "Functions")) {
            Class<?> type = Class.forName(getClass().getPackageName() + "." + name);
            String part = metadata.substring(metadata.indexOf(type.getName()));
            List<String> registered = METHOD.matcher(part.substring(0, part.indexOf("      ]\n")))
                    .results()
                    .map(method -> method.group(1) + "(" + method.group(2).replace("\"", "") + ")")
                    .toList();

            assertThat(registered)
                    .isNotEmpty()
                    .isSubsetOf(Stream.of(type.getDeclaredMethods())
                            .map(ReachabilityMetadataTests::signature)
                            .toList());
        }
    }

    @Test
    void everyBinaryIsAResource() throws Exception {
        Matcher glob = new Matcher(metadata.replaceAll("(?s).*\"glob\": \"(.*?)\".*", "$1"));

        assertThat(entries("io/asyncsqlite/internal/engine/native/.+"))
                .hasSize(7)
                .allMatch(glob::matches);
    }

    private record Matcher(String glob) {

        boolean matches(String entry) {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(entry));
        }
    }

    private static String signature(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static List<String> shapes(String part) {
        return FUNCTION.matcher(part)
                .results()
                .map(ReachabilityMetadataTests::shape)
                .distinct()
                .toList();
    }

    private static String shape(MatchResult function) {
        return function.group(1) + "(" + function.group(2).replace("\"", "") + ")";
    }

    private static String shape(MethodType type) {
        return type.parameterList().stream()
                .map(ReachabilityMetadataTests::layout)
                .collect(Collectors.joining(", ", layout(type.returnType()) + "(", ")"));
    }

    private static String layout(Class<?> type) {
        if (type == void.class) {
            return "void";
        }
        return type.isPrimitive() ? "j" + type : "void*";
    }

    /** Returns the constants of this type in the classes of the engine for Java 22. */
    private static List<Field> constants(Class<?> type) throws Exception {
        List<Field> found = new ArrayList<>();
        for (String entry : entries("META-INF/versions/22/io/asyncsqlite/internal/engine/.*\\.class")) {
            Class<?> owner = Class.forName(entry.replace("META-INF/versions/22/", "")
                    .replace(".class", "")
                    .replace('/', '.'));
            for (Field field : owner.getDeclaredFields()) {
                if (field.getType() == type && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }

    private static List<String> entries(String pattern) throws IOException {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.matches(".*asyncsqlite-core-[^/]*\\.jar"))
                .findFirst()
                .orElseThrow();
        try (ZipFile file = new ZipFile(jar)) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches(pattern))
                    .toList();
        }
    }

    private static String read() {
        try (InputStream in = ReachabilityMetadataTests.class.getClassLoader().getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(FILE, e);
        }
    }
}
