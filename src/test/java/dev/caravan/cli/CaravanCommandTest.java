package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.Readme;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CaravanCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "s3-synchronizer --help"})
    void helpReadsWell(String line) {
        assertThat(execute(line.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: caravan").doesNotContain("null");
        assertThat(out.toString().lines())
                .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theVersionIsTold() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("Caravan");
    }

    @Test
    void aMissingCommandIsAskedFor() {
        assertThat(execute()).isEqualTo(CaravanCommand.WRONG);
        assertThat(err.toString()).startsWith("A command is missing").contains("run", "s3-synchronizer");
    }

    @Test
    void onePassExitsWith0() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            Path folder = Files.createDirectory(temp.resolve("folder"));
            Files.writeString(folder.resolve("a.txt"), "a");
            assertThat(execute(run(s3, folder, "--once"))).as(err.toString()).isZero();
            assertThat(s3.content("a.txt")).isEqualTo("a");
        }
    }

    @Test
    void onePassThatFailsExitsWith1() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            assertThat(execute(run(s3, temp.resolve("missing"), "--once"))).isEqualTo(CaravanCommand.FAILED);
        }
    }

    @Test
    void itStopsByItself() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            Path folder = Files.createDirectory(temp.resolve("folder"));
            assertThat(execute(run(s3, folder, "--stop-after", "1s"))).isZero();
        }
    }

    @Test
    void aPropertiesFileIsReadAndSettingsGoOverIt() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            Path folder = Files.createDirectory(temp.resolve("folder"));
            Files.writeString(folder.resolve("a.txt"), "a");
            Path config = Files.writeString(temp.resolve("my settings.properties"), """
                    mounts.m.folder = %s
                    mounts.m.bucket = bucket
                    mounts.m.prefix = from-file
                    mounts.m.endpoint = %s
                    mounts.m.access-key = %s
                    mounts.m.secret-key = %s
                    """.formatted(
                            folder, s3.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
            assertThat(execute("run", "--once", "--config", config.toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(execute("run", "--once", "--config", config.toString(), "--set", "mounts.m.prefix=from-set"))
                    .isZero();
            assertThat(s3.keys()).containsExactlyInAnyOrder("from-file/a.txt", "from-set/a.txt");
        }
    }

    @Test
    void wrongSettingsAreAllToldAndExitWith2() {
        assertThat(execute(
                        "run",
                        "--set",
                        "mounts.a.folder=/x",
                        "--set",
                        "mounts.a.bucket=b",
                        "--set",
                        "mounts.a.interval=soon",
                        "--set",
                        "mounts.a.colour=red"))
                .isEqualTo(CaravanCommand.WRONG);
        assertThat(err.toString()).isEqualToNormalizingNewlines("""
                        Wrong configuration:
                          'mounts.a.colour' is not a setting. docs/settings.md lists them all
                          mounts.a.interval = 'soon' is not a duration such as 500ms, 60s, 5m, 1h or 30d
                        """);
    }

    @Test
    void anUnknownMountIsTold() {
        assertThat(execute("run", "--set", "mounts.a.folder=/x", "--set", "mounts.a.bucket=b", "--mount", "c"))
                .isEqualTo(CaravanCommand.WRONG);
        assertThat(err.toString()).contains("--mount c: no such mount. There are: a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --initial-sync-source up",
                "run --stop-after soon",
                "run --config nowhere.properties",
                "run --nonsense"
            })
    void aWrongCommandLineIsToldAndExitsWith2(String line) {
        assertThat(execute(line.split(" "))).isEqualTo(CaravanCommand.WRONG);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aMisspeltSettingOfCamelStopsTheStart() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            Path folder = Files.createDirectory(temp.resolve("folder"));
            assertThat(execute(run(s3, folder, "--once", "--set", "camel.main.shutdownTimeoot=3")))
                    .isNotZero();
            assertThat(err.toString()).contains("shutdownTimeoot").doesNotContain("\tat ");
        }
    }

    @Test
    void s3SynchronizerTakesItsOwnFlags() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            s3.put("some/prefix/path/a.txt", "a");
            s3.put("other/b.txt", "b");
            Path own = Files.createDirectories(temp.resolve("my-data"));
            Files.writeString(own.resolve("mine.txt"), "mine");
            String mounts = """
                    [{"id":"some-id","bucket":"bucket","prefix":"some/prefix/path","writeable":false,"kmsKeyId":""},
                     {"id":"my-data","bucket":"bucket","prefix":"other/","writeable":true}]
                    """;
            System.setProperty("aws.endpointUrlS3", s3.endpoint().toString());
            System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
            System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
            try {
                assertThat(execute(
                                "s3-synchronizer",
                                "-defaultS3Mounts",
                                mounts,
                                "-destination",
                                temp.toString(),
                                "-concurrency",
                                "5",
                                "-recurringDownloads=false",
                                "-region",
                                "us-east-1",
                                "-debug"))
                        .as(err.toString())
                        .isZero();
            } finally {
                System.clearProperty("aws.endpointUrlS3");
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
            assertThat(temp.resolve("some-id/a.txt")).hasContent("a");
            assertThat(temp.resolve("my-data/b.txt")).hasContent("b");
            assertThat(s3.content("other/mine.txt")).isEqualTo("mine");
            assertThat(s3.keys()).hasSize(3);
        }
    }

    @Test
    void s3SynchronizerTellsAllThatIsWrongWithItsMounts() {
        assertThat(execute(
                        "s3-synchronizer",
                        "-defaultS3Mounts",
                        "[{\"id\":\"../x\",\"bucket\":\"b\"},{\"bucket\":\"\"}]"))
                .isEqualTo(CaravanCommand.WRONG);
        assertThat(err.toString())
                .contains(
                        "-defaultS3Mounts, mount 1: id '../x' cannot be the name of a folder",
                        "-defaultS3Mounts, mount 2: 'id' is missing",
                        "-defaultS3Mounts, mount 2: 'bucket' is missing");
        assertThat(execute("s3-synchronizer", "-defaultS3Mounts", "{not json")).isEqualTo(CaravanCommand.WRONG);
    }

    private static String[] run(S3Server s3, Path folder, String... more) {
        List<String> line = new ArrayList<>(List.of("run"));
        for (String setting : List.of(
                "folder=" + folder,
                "bucket=bucket",
                "endpoint=" + s3.endpoint(),
                "access-key=" + S3Server.ACCESS_KEY,
                "secret-key=" + S3Server.SECRET_KEY)) {
            line.add("--set");
            line.add("mounts.m." + setting);
        }
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    private int execute(String... line) {
        return CaravanCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), line);
    }

    @Test
    void theCommandsOfTheReadmeAreUnderstood() throws Exception {
        List<String> lines = Readme.read().blocks("sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.contains("bin/caravan "))
                .map(line -> line.replaceAll("#.*|.*bin/caravan ", "").strip())
                .toList();
        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines) {
            String[] words = line.split(" +", -1);
            CaravanCommand.commandLine(words).parseArgs(words);
        }
    }

    @Test
    void bashUnderstandsWhatCompletes() throws Exception {
        assertThat(execute("completion")).isZero();
        Path script = Files.writeString(temp.resolve("completion"), out.toString());
        String asked =
                "source " + script + "; COMP_WORDS=(caravan st); COMP_CWORD=1; _complete_caravan; echo ${COMPREPLY[@]}";
        Process bash = new ProcessBuilder("bash", "-c", asked)
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("status\n");
    }

    @Test
    void everyCommandIsKnownByItsName() {
        CaravanCommand.commandLine().getSubcommands().forEach((name, command) -> {
            Command described = command.getCommandSpec().userObject().getClass().getAnnotation(Command.class);
            assertThat(described.name()).isEqualTo(name);
            assertThat(CaravanCommand.commandLine(name).getSubcommands()).containsKey(name);
        });
    }

    /** Each command shows how it is used, in its help and in the manual, which is made of that. */
    @Test
    void eachCommandHasAnExampleAndAPageOfTheManual(@TempDir Path temp) throws IOException {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        assertThat(CaravanCommand.execute(writer, writer, "man", "--all", temp.toString()))
                .isZero();
        for (Map.Entry<String, CommandLine> each :
                CaravanCommand.commandLine().getSubcommands().entrySet()) {
            if (each.getValue().getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            String page = Files.readString(temp.resolve("caravan-" + each.getKey() + ".1"));
            assertThat(page).contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS");
            if (!each.getKey().equals("help")) {
                assertThat(each.getValue().getUsageMessage()).as(each.getKey()).contains("xample: ");
                assertThat(page).contains("xample: ");
            }
        }
        assertThat(Files.readString(temp.resolve("caravan.1"))).contains("caravan", "\\fBstatus\\fR");
    }
}
