package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.testing.LogCapture;
import dev.caravan.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Editing a route file and restarting changes what Caravan does, without a compiler. */
@Tag("camel")
class EditedRoutesTest extends SyncTest {
    private Path routes;

    @BeforeEach
    void copyRoutes() throws IOException {
        routes = Files.createDirectory(temp.resolve("routes"));
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        sync.routes(routes);
    }

    @Test
    void theStepOfTheReadmeRefusesAFile() throws Exception {
        String step = Readme.read().block("yaml", "virus");
        insertBehind("upload.camel.yaml", "              method: prepare", step.split("\n"));
        sync.write("good.txt", "good").write("bad.txt", "a virus");
        assertThat(sync.once()).as("what is refused has not failed").isTrue();
        assertThat(sync.command("problems")).contains("bad.txt  left alone because it was refused: it is infected");
        assertThat(s3.contents("p/")).isEqualTo(Map.of("good.txt", "good"));
        assertThat(sync.files()).hasSize(2);
    }

    @Test
    void whatAStepStopsIsTold() throws Exception {
        insertBehind("upload.camel.yaml", "              method: prepare", "          - stop: {}");
        sync.write("a", "a");
        assertThat(sync.once()).isFalse();
        assertThat(sync.command("problems")).contains("a  left alone because it was stopped by a route step");
    }

    @Test
    void aStepThatRemovesEveryPropertyEndsItsPathAndNotThePass() throws Exception {
        insertBehind(
                "upload.camel.yaml",
                "              method: prepare",
                "          - removeProperties:",
                "              pattern: \"*\"");
        sync.write("a", "a");
        assertThat(sync.once()).isFalse();
        assertThat(sync.command("problems")).contains("a  left alone because it was stopped by a route step");
        assertThat(s3.contents("p/")).isEmpty();
    }

    @Test
    void aStepRefusesBySizeBeforeAnythingIsCopied() throws Exception {
        insertBehind(
                "upload.camel.yaml",
                "        steps:",
                "          - filter:",
                "              expression:",
                "                simple:",
                "                  expression: \"${header.CaravanSize} > 3\"",
                "              steps:",
                "                - throwException:",
                "                    exceptionType: dev.caravan.RefusedException",
                "                    message: it is too large");
        sync.set("trash-prefix", "kept").write("a", "abc").write("b", "abcd");
        s3.put("p/b", "old");
        sync.set("initial-direction", "local");
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("problems")).contains("b  left alone because it was refused: it is too large");
        assertThat(s3.keys()).containsExactlyInAnyOrder("p/a", "p/b");
        assertThat(s3.content("p/b")).isEqualTo("old");
    }

    @Test
    void aRouteWithoutItsConfigurationDoesNotStart() throws Exception {
        Path file = routes.resolve("upload.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("caravan-on-failure", "caravan-on-failures"));
        assertThatThrownBy(() -> sync.once())
                .hasStackTraceContaining("has routeConfigurationId 'caravan-on-failures', and there is no such");
    }

    @Test
    void aStepAfterTheDownloadSeesWhatArrived() throws Exception {
        Path notes = temp.resolve("notes");
        insertBehind(
                "record.camel.yaml",
                "              message: \"${header.CaravanAction} ${header.CaravanPath}\" # put your own steps behind this one",
                "          - setBody:",
                "              expression:",
                "                simple:",
                "                  expression: \"${header.CaravanMount} ${header.CaravanAction} ${header.CaravanPath}\"",
                "          - to:",
                "              uri: \"file:" + notes + "?fileName=${exchangeId}\"");
        s3.put("p/d/a.txt", "a");
        assertThat(sync.once()).isTrue();
        try (var files = Files.list(notes)) {
            assertThat(files.map(EditedRoutesTest::read)).containsExactly("m download d/a.txt");
        }
    }

    @Test
    void aScanOfManyPollsMeetsEveryFileInOnePass() throws Exception {
        Path scan = routes.resolve("scan-folder.camel.yaml");
        Files.writeString(scan, Files.readString(scan).replace("maxMessagesPerPoll: 20000", "maxMessagesPerPoll: 3"));
        for (int i = 0; i < 40; i++) {
            sync.write("a" + i % 4 + "/b" + i % 7 + "/c" + i % 3 + "/" + i, "x").write("a" + i % 4 + "/" + i, "y");
        }
        sync.write("top", "t");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).hasSize(81).isEqualTo(sync.files());
    }

    @Test
    void aTemplateInAFileOfItsOwnIsMadeARouteOfEveryMount() throws Exception {
        Path greeting = temp.resolve("greeting");
        Files.writeString(routes.resolve("greet.camel.yaml"), """
                # Says hello.
                - routeTemplate:
                    id: greet
                    parameters:
                      - name: caravanMount
                    route:
                      description: Says hello once
                      from:
                        uri: timer
                        parameters:
                          timerName: "greet-{{caravanMount}}"
                          repeatCount: 1
                          delay: 0
                        steps:
                          - setBody:
                              expression:
                                constant:
                                  expression: "hello from {{caravanMount}}"
                          - to:
                              uri: "file:%s?fileName={{caravanMount}}"
                """.formatted(greeting));
        sync.start();
        sync.await(() -> Files.exists(greeting.resolve("m")));
        assertThat(greeting.resolve("m")).hasContent("hello from m");
    }

    @Test
    void aTemplateOfTheUsersTakesThePlaceOfOurs() throws Exception {
        Path own = Files.createDirectory(routes.resolveSibling("routes.d"));
        insertBehind(
                "upload.camel.yaml",
                "              method: prepare",
                "          - log: ${header.CaravanPath} was here");
        Files.move(routes.resolve("upload.camel.yaml"), own.resolve("mine.camel.yaml"));
        Files.copy(Path.of("routes/upload.camel.yaml"), routes.resolve("upload.camel.yaml"));
        sync.write("a", "a");
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.lines())
                    .anyMatch(line ->
                            line.contains("template caravan-upload is taken from") && line.contains("mine.camel.yaml"));
        }
        assertThat(s3.contents("p/").keySet()).containsExactly("a");
    }

    @Test
    void aTemplateThatIsThereTwiceDoesNotStart() throws Exception {
        Files.copy(routes.resolve("upload.camel.yaml"), routes.resolve("upload-old.camel.yaml"));
        assertThatThrownBy(sync::once)
                .hasStackTraceContaining("The template 'caravan-upload' is in")
                .hasStackTraceContaining("Remove one of them");
    }

    private void insertBehind(String file, String line, String... inserted) throws IOException {
        Path path = routes.resolve(file);
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(path));
        assertThat(lines).contains(line);
        lines.addAll(lines.lastIndexOf(line) + 1, List.of(inserted));
        Files.write(path, lines);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
