package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Mount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private final Map<String, String> values =
            new LinkedHashMap<>(Map.of("mounts.photos.folder", "/srv/photos", "mounts.photos.bucket", "holiday"));

    @Test
    void needsAFolderAndABucketOnly() {
        Mount mount = read().mounts().get(0);
        assertThat(mount.name()).hasToString("photos");
        assertThat(mount.folder()).isEqualTo(Path.of("/srv/photos"));
        assertThat(mount.location().prefix()).isEmpty();
        assertThat(mount.policy().direction()).isEqualTo(Direction.UPLOAD);
        assertThat(mount.policy().initialDirection()).isEqualTo(InitialDirection.LOCAL);
        assertThat(mount.interval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(mount.ignore()).contains("*.tmp", ".DS_Store");
        assertThat(read().concurrency()).isEqualTo(20);
    }

    @Test
    void readsWhatTheExampleOfTheReadmeSays() {
        values.put("mounts.photos.prefix", "2026/");
        values.put("mounts.photos.direction", "two-way");
        values.put("mounts.photos.initial-direction", "merge");
        values.put("mounts.photos.deletions", "keep");
        values.put("mounts.photos.interval", "5m");
        Mount mount = read().mounts().get(0);
        assertThat(mount.location()).hasToString("s3://holiday/2026/");
        assertThat(mount.policy().direction()).isEqualTo(Direction.TWO_WAY);
        assertThat(mount.policy().initialDirection()).isEqualTo(InitialDirection.MERGE);
        assertThat(mount.interval()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aDownloadMountBeginsWithS3() {
        values.put("mounts.photos.direction", "download");
        assertThat(read().mounts().get(0).policy().initialDirection()).isEqualTo(InitialDirection.S3);
    }

    @Test
    void ignoresNothingWhereNothingIsToBeIgnored() {
        values.put("mounts.photos.ignore", "");
        assertThat(read().mounts().get(0).ignore()).isEmpty();
    }

    @Test
    void withBucketEventsAListIsGoodForAnHour() {
        assertThat(read().mounts().get(0).listing().interval()).isZero();
        values.put("mounts.photos.bucket-events", "https://sqs.eu-west-1.amazonaws.com/123456789012/changes");
        assertThat(read().mounts().get(0).listing().interval()).isEqualTo(Duration.ofHours(1));
        values.put("mounts.photos.list-interval", "6h");
        assertThat(read().mounts().get(0).listing().interval()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void eachMountNeedsAQueueOfItsOwn() {
        String queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/changes";
        values.put("mounts.photos.bucket-events", queue);
        values.put("mounts.music.folder", "/srv/music");
        values.put("mounts.music.bucket", "b");
        values.put("mounts.music.bucket-events", queue);
        assertThat(faults())
                .containsExactly("mounts.photos.bucket-events is the queue of mount 'music' already: give each mount a"
                        + " queue of its own");
        values.put("mounts.music.bucket-events", "https://sqs.eu-west-1.amazonaws.com");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith(
                        "mounts.music.bucket-events = 'https://sqs.eu-west-1.amazonaws.com' is not the URL of a queue");
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        values.put("mounts.photos.intervall", "5m");
        values.put("mounts.photos.direction", "sideways");
        values.put("mounts.music.folder", "/srv/photos");
        values.put("mounts.music.bucket", "b");
        values.put("mounts.films.bucket", "b");
        values.put("mounts.films.access-key", "k");
        values.put("transfers.concurrency", "0");
        assertThat(faults())
                .containsExactlyInAnyOrder(
                        "'mounts.photos.intervall' is not a setting. Did you mean 'mounts.photos.interval'?",
                        "mounts.photos.direction = 'sideways' is not one of: upload, download, two-way",
                        "mounts.photos.folder = '/srv/photos' is the folder of mount 'music' already: give each mount a"
                                + " folder of its own",
                        "mounts.films.folder is missing: set the folder to synchronize",
                        "mounts.films.secret-key is missing: set both access-key and secret-key, or neither",
                        "transfers.concurrency = '0' is not a number from 1 to 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval           | 60                   | is not a duration such as 500ms, 60s, 5m, 1h or 30d",
                "interval           | -5s                  | is not a duration such as 500ms, 60s, 5m, 1h or 30d",
                "deletion-limit     | 50                   | is not a percentage from 0% to 100%",
                "deletion-limit     | 101%                 | is not a percentage from 0% to 100%",
                "trash-size         | 10                   | is not a size such as 512kB, 64MB or 1.5GB",
                "endpoint           | localhost:9000       | is not a URL such as https://s3.example.com:9000",
                "endpoint           | ftp://x              | is not a URL such as https://s3.example.com:9000",
                "endpoint           | http://s3:99999      | has a port beyond 65535",
                "trash-prefix       | /                    | is not a directory: leave it out for none, or choose one such as"
                        + " .trash",
                "folder             | /                    | is a whole file system: choose a directory in it",
                "bandwidth          | unlimited, 1MB/s     | has a limit for the whole day before others, which never apply:"
                        + " put it last",
                "role               | admin                | is not the ARN of a role, such as"
                        + " arn:aws:iam::123456789012:role/sync",
                "path-style         | yes                  | is not true, false or auto",
                "symlinks           | copy                 | is not one of: skip, follow",
                "etags              | sha1                 | is not one of: md5, opaque",
                "checksums          | always               | is not one of: auto, when-supported, when-required",
                "conflicts          | both                 | is not one of: keep-both, local, s3, newer",
                "initial-extras     | delete               | is not one of: keep, trash",
                "ignore             | [                    | has a pattern that is not a glob: '['",
                "prefix             | a/../b               | cannot be a directory in a bucket because it has a '..' segment",
                "prefix             | a//b                 | cannot be a directory in a bucket because it has an empty"
                        + " segment ('//', or a '/' at the start or end)",
            })
    void namesTheKeyTheValueAndTheRemedy(String key, String value, String why) {
        values.put("mounts.photos." + key, value);
        assertThat(faults()).containsExactly("mounts.photos." + key + " = '" + value + "' " + why);
    }

    @Test
    void aValueThatIsLeftEmptyIsNotTakenForAnother() {
        values.put("mounts.photos.direction", " ");
        assertThat(faults())
                .containsExactly("mounts.photos.direction is empty: set a value, or leave it out for 'upload'");
    }

    @Test
    void refusesASessionTokenWithoutItsKeys() {
        values.put("mounts.photos.session-token", "t");
        assertThat(faults())
                .containsExactly("mounts.photos.session-token is set without access-key and secret-key: set all three,"
                        + " or none");
    }

    @Test
    void refusesAFolderThatCamelCannotName() {
        values.put("mounts.photos.folder", "/srv/what?");
        assertThat(faults()).singleElement().asString().contains("mounts.photos.folder", "'/srv/what?'", "rename it");
    }

    @Test
    void saysWhatIsNeededWhereNothingIsSet() {
        values.clear();
        assertThat(faults()).singleElement().asString().contains("mounts.<name>.folder", "mounts.<name>.bucket");
    }

    @Test
    void neverShowsASecret() {
        values.put("mounts.photos.access-key", "AK");
        values.put("mounts.photos.secret-key", "hush");
        assertThat(read().toString()).doesNotContain("hush");
    }

    @Test
    void everyStandardValueIsValid() {
        for (MountKey key : MountKey.values()) {
            if (!key.standard().isEmpty()) {
                values.put("mounts.photos." + key.key(), key.standard());
            }
        }
        for (GlobalKey key : GlobalKey.values()) {
            values.put(key.key(), key.standard());
        }
        assertThat(read().mounts()).hasSize(1);
    }

    private Settings read() {
        return SettingsReader.read(new SettingsSource() {
            @Override
            public Set<String> keys() {
                return values.keySet();
            }

            @Override
            public Optional<String> value(String key) {
                return Optional.ofNullable(values.get(key));
            }
        });
    }

    private List<String> faults() {
        return catchThrowableOfType(ConfigurationException.class, this::read).faults();
    }
}
