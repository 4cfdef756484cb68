package io.asyncsqlite.samples.shortlinks.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.webjars.WebJarVersionLocator;

/** Files of the page and of its webjars, kept in memory: reading them from the jar for each request would block an event loop. */
@Component
final class Assets {

    private static final List<String> OWN =
            List.of("app.js", "api.js", "chart.js", "export.js", "view.js", "app.css", "icon.svg");
    private static final Map<String, List<String>> WEBJARS = Map.of(
            "lit-html", List.of("lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js"),
            "uplot", List.of("dist/uPlot.iife.min.js", "dist/uPlot.min.css"));
    private static final Map<String, MediaType> TYPES = Map.of(
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    private final String page = read("page/index.html");
    private final Map<String, Asset> assets = new LinkedHashMap<>();

    Assets() throws IOException {
        for (String name : OWN) {
            add(name, "page/" + name);
        }
        WebJarVersionLocator versions = new WebJarVersionLocator();
        for (Map.Entry<String, List<String>> webjar : WEBJARS.entrySet()) {
            for (String name : webjar.getValue()) {
                String path = versions.fullPath(webjar.getKey(), name);
                add(webjar.getKey() + "/" + name, Objects.requireNonNull(path, webjar.getKey()));
            }
        }
    }

    String page() {
        return page;
    }

    /** Returns the file of that path below {@code /assets}, or null. */
    @Nullable
    Asset find(String path) {
        return assets.get(path);
    }

    private void add(String name, String resource) throws IOException {
        String text = read(resource);
        MediaType type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
        assets.put(
                name,
                new Asset(text, type, '"' + DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8)) + '"'));
    }

    private static String read(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }

    /** One file. */
    record Asset(String text, MediaType type, String tag) {}
}
