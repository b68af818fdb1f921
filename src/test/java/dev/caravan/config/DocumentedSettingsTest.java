package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.Mount;
import dev.caravan.testing.Readme;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code, application.properties and README list the same settings, with the same words. */
class DocumentedSettingsTest {
    private record Setting(String key, String standard, String meaning) {
        List<String> lines(String prefix) {
            return List.of("# " + meaning, ("#" + prefix + key + " = " + standard).stripTrailing());
        }

        String row() {
            String code = standard.isEmpty() ? "" : "`" + standard + "`";
            return ("| `" + key + "` | " + code + " | " + meaning + " |").replace("|  |", "| |");
        }
    }

    private static List<Setting> ofMounts() {
        return Stream.of(MountKey.values())
                .map(key -> new Setting(key.key(), key.standard(), key.meaning()))
                .toList();
    }

    private static List<Setting> ofAll() {
        return Stream.of(GlobalKey.values())
                .map(key -> new Setting(key.key(), key.standard(), key.meaning()))
                .toList();
    }

    @Test
    void applicationPropertiesShipsEveryKeyWithItsMeaningAndStandard() throws IOException {
        List<String> expected = new ArrayList<>();
        ofMounts().forEach(setting -> expected.addAll(setting.lines("mounts.photos.")));
        expected.add("# for all mounts");
        ofAll().forEach(setting -> expected.addAll(setting.lines("")));
        List<String> shipped = Files.readAllLines(Path.of("application.properties"));
        assertThat(shipped.subList(2, shipped.size()).stream().filter(line -> !line.isEmpty()))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void theReadmeListsEveryKey() throws IOException {
        String settings = Readme.read().text().split("<!-- /?settings -->", -1)[1];
        assertThat(settings.lines().filter(line -> line.startsWith("| `") && !line.contains("mounts.<name>")))
                .containsExactlyElementsOf(Stream.concat(ofMounts().stream(), ofAll().stream())
                        .map(Setting::row)
                        .toList());
    }

    @Test
    void theExampleOfTheReadmeIsRight() throws IOException {
        Properties example = new Properties();
        example.load(new StringReader(Readme.read().block("properties", "mounts.reports.folder")));
        Settings settings = SettingsReader.read(new SettingsSource() {
            @Override
            public Set<String> keys() {
                return example.stringPropertyNames();
            }

            @Override
            public Optional<String> value(String key) {
                return Optional.ofNullable(example.getProperty(key));
            }
        });
        assertThat(settings.mounts()).extracting(Mount::toString).containsExactlyInAnyOrder("photos", "reports");
    }
}
