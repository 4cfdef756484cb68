package io.asyncsqlite.benchmarks.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results that the documents of the project show. */
public final class Publication {

    private static final String JSON = ".json";

    private final Path directory;
    private final List<Path> pages;

    /**
     * Makes a publication in a checkout of the project.
     *
     * @param project its directory
     */
    public Publication(Path project) {
        directory = project.resolve("docs/benchmark-results");
        pages = List.of(
                project.resolve("README.md"),
                project.resolve("docs/benchmarks.md"),
                project.resolve("docs/samples.md"));
    }

    /**
     * Takes results in, draws their pictures and fills the tables of all pages.
     *
     * @param results where each plan has left its results, and the benchmarks of the web theirs
     * @param end what their files are called after the id of the plan, such as {@code jdk25}
     * @return the ids of the plans whose results were found
     */
    public List<String> publish(Path results, String end) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> plans = Files.newDirectoryStream(results, Files::isDirectory)) {
            for (Path plan : plans) {
                Path summary = plan.resolve("summary.json");
                if (Files.exists(summary)) {
                    // A file of an earlier version has no place here.
                    String id = Summary.read(summary).plan();
                    Files.copy(summary, directory.resolve(id + "-" + end + JSON), StandardCopyOption.REPLACE_EXISTING);
                    found.add(id);
                }
            }
        }
        draw();
        Map<String, Table> tables = Markers.tables(directory, "-" + end);
        if (!Readme.shown(tables).isEmpty()) {
            Files.writeString(readmePicture(end), RatioPicture.svg(tables));
        }
        for (Path page : pages) {
            new Markers(directory).fill(page);
        }
        return found;
    }

    private Path readmePicture(String end) {
        return directory.resolve("readme-" + end + ".svg");
    }

    private void draw() throws IOException {
        for (Path json : jsons()) {
            Files.writeString(pictureOf(json), Picture.svg(Summary.read(json)));
        }
    }

    private List<Path> jsons() throws IOException {
        List<Path> jsons = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JSON)) {
            files.forEach(jsons::add);
        }
        return jsons;
    }

    private static Path pictureOf(Path json) {
        return json.resolveSibling(json.getFileName().toString().replace(JSON, ".svg"));
    }

    /**
     * Returns the files that show something else than the results.
     *
     * @param end that of the results in the README
     */
    List<Path> outdated(String end) throws IOException {
        List<Path> outdated = new ArrayList<>();
        for (Path json : jsons()) {
            if (!Files.readString(pictureOf(json)).equals(Picture.svg(Summary.read(json)))) {
                outdated.add(pictureOf(json));
            }
        }
        if (!Files.readString(readmePicture(end)).equals(RatioPicture.svg(Markers.tables(directory, "-" + end)))) {
            outdated.add(readmePicture(end));
        }
        for (Path page : pages) {
            if (!new Markers(directory).upToDate(page)) {
                outdated.add(page);
            }
        }
        return outdated;
    }
}
