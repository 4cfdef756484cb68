package io.asyncsqlite.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An artifact that a release publishes: a module that does not skip the deployment. */
record Published(Path module, String artifactId, String version) {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Returns all of them, the BOM included. */
    static List<Published> all() {
        Document root = xml(ROOT.resolve("pom.xml"));
        String version = text(root, "/project/version");
        return texts(root, "/project/modules/module").stream()
                .map(module -> new Published(ROOT.resolve(module), module, version))
                .filter(Published::isDeployed)
                .toList();
    }

    /** Returns those with a jar. */
    static List<Published> jars() {
        return all().stream()
                .filter(artifact ->
                        !text(artifact.source(), "/project/packaging").equals("pom"))
                .toList();
    }

    private boolean isDeployed() {
        return !text(source(), "/project/properties/maven.deploy.skip").equals("true");
    }

    private Document source() {
        return xml(module.resolve("pom.xml"));
    }

    /** Returns the POM that users get. */
    Document pom() {
        return xml(module.resolve("target/.flattened-pom.xml"));
    }

    /** Returns a file of the build, such as {@code .jar}. */
    Path file(String ending) {
        return module.resolve("target").resolve(artifactId + "-" + version + ending);
    }

    /** Returns the components of the software bill of materials. */
    List<JsonNode> components() {
        return JsonMapper.shared()
                .readTree(read(file("-cyclonedx.json")))
                .path("components")
                .valueStream()
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Document document, String path) {
        try {
            return xpath().evaluate(path, document);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    static List<String> texts(Document document, String path) {
        try {
            NodeList nodes = (NodeList) xpath().evaluate(path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent())
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static XPath xpath() {
        return XPathFactory.newInstance().newXPath();
    }

    private static Document xml(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return artifactId;
    }
}
