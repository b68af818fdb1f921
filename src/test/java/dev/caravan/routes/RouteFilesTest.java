package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The route files as they are shipped: valid, short, and each with its words. */
class RouteFilesTest {
    private static JsonSchema schema;

    /** That of Camel 4.22, which knows one way only of writing each thing. */
    private static JsonSchema canonical;

    @BeforeAll
    static void loadSchema() throws IOException {
        try (InputStream stream = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(stream);
        }
        Path next = Path.of("target/next-camel/schema/camelYamlDsl-canonical.json");
        canonical = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(Files.readString(next));
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void areValidCamel(Path file) throws IOException {
        assertThat(file.getFileName().toString()).endsWith(".camel.yaml");
        assertThat(schema.validate(yaml(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areValidInTheCamelToCome(Path file) throws IOException {
        assertThat(canonical.validate(yaml(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areShort(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(120);
    }

    @ParameterizedTest
    @MethodSource("files")
    void haveACommentOverEachRouteAndADescriptionInIt(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("- ")) {
                assertThat(i).as("the first line of %s", file).isPositive();
                assertThat(lines.get(i - 1))
                        .as("the line over line %d of %s", i + 1, file)
                        .startsWith("# ");
            }
        }
        for (JsonNode route : routes(yaml(file))) {
            assertThat(route.path("description").asText()).isNotEmpty();
        }
    }

    /** No expression decides more than one comparison: what is harder is Java, where a table tests it. */
    @ParameterizedTest
    @MethodSource("files")
    void decideNothing(Path file) throws IOException {
        assertThat(Files.readAllLines(file))
                .filteredOn(line -> line.contains("${"))
                .noneMatch(line -> line.contains(" && ") || line.contains(" || "));
    }

    private static List<JsonNode> routes(JsonNode file) {
        List<JsonNode> routes = new ArrayList<>();
        for (JsonNode each : file) {
            if (each.has("route")) {
                routes.add(each.get("route"));
            }
            if (each.has("routeTemplate")) {
                routes.add(each.get("routeTemplate").get("route"));
            }
        }
        return routes;
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
    }
}
