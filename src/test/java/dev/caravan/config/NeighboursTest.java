package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts that would get in each other's way, and settings that are none. */
class NeighboursTest {
    @TempDir
    Path temp;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    @BeforeEach
    void twoMounts() {
        set("one", "folder", temp + "/one");
        set("one", "bucket", "first");
        set("two", "folder", temp + "/two");
        set("two", "bucket", "second");
    }

    private void set(String mount, String key, String value) {
        values.put("mounts." + mount + "." + key, value);
    }

    private List<String> faults() {
        try {
            SettingsReader.read(new SettingsSource() {
                @Override
                public Set<String> keys() {
                    return values.keySet();
                }

                @Override
                public Set<String> otherKeys() {
                    return others.keySet();
                }

                @Override
                public Optional<String> value(String key) {
                    return Optional.ofNullable(values.get(key));
                }
            });
            return List.of();
        } catch (ConfigurationException e) {
            return e.faults();
        }
    }

    @Test
    void strangersAreFine() {
        assertThat(faults()).isEmpty();
    }

    /** Any two mounts: refused if, and only if, some file belongs to both, or both may write some key. */
    @Test
    void areRefusedWhereTheyShareAFileOrAKey() throws Exception {
        Files.createDirectories(temp.resolve("a/b"));
        Files.createDirectories(temp.resolve("ab"));
        Files.createSymbolicLink(temp.resolve("link"), temp.resolve("a"));
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            values.clear();
            for (String mount : List.of("one", "two")) {
                set(
                        mount,
                        "folder",
                        temp + any(random, "/a", "/a/", "/a/b", "/ab", "/link", "/link/b", "/./a", "/other"));
                set(mount, "bucket", any(random, "first", "first", "second"));
                set(mount, "prefix", any(random, "", "z", "z/", "zz", "zz/q", "zz/q/"));
                set(mount, "direction", any(random, "upload", "download", "two-way"));
                set(mount, "endpoint", any(random, "http://127.0.0.1:1", "HTTP://127.0.0.1:1/", "http://127.0.0.1:2"));
            }
            List<String> faults = faults();
            assertThat(faults.isEmpty())
                    .as("seed " + seed + ": " + values + faults)
                    .isNotEqualTo(shareAFile() || bothWriteAKey());
        }
    }

    private static String any(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    private boolean shareAFile() throws Exception {
        for (String file : List.of("/a/f", "/a/b/f", "/ab/f", "/other/f")) {
            if (isIn(file, "one") && isIn(file, "two")) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(String file, String mount) throws Exception {
        Path folder = Path.of(values.get("mounts." + mount + ".folder"));
        return (temp + file).startsWith((Files.exists(folder) ? folder.toRealPath() : folder) + "/");
    }

    private boolean bothWriteAKey() {
        return List.of("f", "z/f", "zz/f", "zz/q/f").stream().anyMatch(key -> writes("one", key) && writes("two", key))
                && value("one", "bucket").equals(value("two", "bucket"))
                && value("one", "endpoint").endsWith("2")
                        == value("two", "endpoint").endsWith("2");
    }

    private boolean writes(String mount, String key) {
        String prefix = value(mount, "prefix").replaceFirst("([^/])$", "$1/");
        return key.startsWith(prefix) && !value(mount, "direction").equals("download");
    }

    private String value(String mount, String key) {
        return values.get("mounts." + mount + "." + key);
    }

    @Test
    void foldersMayNotLieOneInTheOther() throws Exception {
        set("two", "folder", temp + "/one/deep/two");
        assertThat(faults()).singleElement().asString().contains("mounts 'two' and 'one'", "are nested");
        Files.createDirectory(temp.resolve("one"));
        Files.createSymbolicLink(temp.resolve("two"), temp.resolve("one"));
        set("two", "folder", temp + "/two");
        assertThat(faults()).anySatisfy(fault -> assertThat(fault).contains("is the folder of mount 'one' already"));
    }

    @Test
    void twoWritersMayNotShareAPrefix() {
        set("two", "bucket", "first");
        assertThat(faults()).singleElement().asString().contains("overlap in bucket 'first'", "'two' and 'one'");
        set("one", "prefix", "zz");
        set("two", "prefix", "zz/");
        assertThat(faults()).hasSize(1);
        set("two", "prefix", "zz2/");
        assertThat(faults()).isEmpty();
        set("two", "prefix", "zz/deep");
        assertThat(faults()).hasSize(1);
        set("two", "direction", "download");
        assertThat(faults()).as("a reader").isEmpty();
        set("two", "direction", "two-way");
        set("two", "endpoint", "http://127.0.0.1:9000");
        assertThat(faults()).as("another store").isEmpty();
        set("one", "endpoint", "HTTP://127.0.0.1:9000/");
        assertThat(faults()).hasSize(1);
    }

    @Test
    void oneIndexIsForOneMount() throws Exception {
        set("one", "index", temp + "/state/index.db");
        set("two", "index", temp + "/state/index.db");
        assertThat(faults()).singleElement().asString().contains("is the index of mount 'one' already");
        Files.createDirectory(temp.resolve("state"));
        Files.createSymbolicLink(temp.resolve("same"), temp.resolve("state"));
        set("two", "index", temp + "/same/index.db");
        assertThat(faults()).as("by another name").hasSize(1);
        set("two", "index", temp + "/one/.caravan/index.db");
        values.remove("mounts.one.index");
        assertThat(faults()).as("the other one's own").isNotEmpty();
        set("two", "index", temp + "/two/index.db");
        assertThat(faults()).singleElement().asString().contains("would be synchronized with it");
    }

    @Test
    void whatBeginsLikeASettingIsOne() {
        others.put("transfers.concurency", "3");
        others.put("log.format", "text");
        assertThat(faults())
                .containsExactly("'transfers.concurency' is not a setting. Did you mean 'transfers.concurrency'?");
    }

    @Test
    void aPropertiesFileIsUtf8AndHasEachKeyOnce() throws Exception {
        Path file = temp.resolve("my.properties");
        Files.writeString(file, "mounts.a.folder = /a\nmounts.a.bucket = b\nmounts.a.folder = /c\n");
        assertThat(checked(file)).contains("'mounts.a.folder' is set twice in '" + file + "'");
        Files.write(file, new byte[] {'a', '=', (byte) 0xe4});
        assertThat(checked(file)).contains("The file '" + file + "' is not UTF-8");
        Files.writeString(file, "\uFEFFmounts.a.folder = /a\n");
        assertThat(checked(file)).contains("The file '" + file + "' begins with a byte order mark");
        Files.writeString(file, "a = \u00e4\n");
        assertThat(checked(file)).isEmpty();
    }

    private static String checked(Path file) throws Exception {
        try {
            PropertiesFile.check(file);
            return "";
        } catch (ConfigurationException e) {
            return e.getMessage();
        }
    }
}
