package dev.caravan.sync.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.Spelling;
import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Location;
import dev.caravan.mount.MountName;
import dev.caravan.mount.Policy;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists that come in pages of all kinds, as stores send them. */
class RemoteLookTest {
    private static final int LISTS = 2_000;

    @TempDir
    Path temp;

    private final Problems problems = new Problems(new Journal(new MountName("m"), Clock.systemUTC()));
    private final Random random = new Random();
    private Index index;
    private RemoteLook look;

    @BeforeEach
    void open() throws IOException {
        index = Index.open(temp.resolve("index.db"), () -> {});
        Policy policy = new Policy(
                Direction.TWO_WAY,
                InitialDirection.MERGE,
                InitialExtras.KEEP,
                Deletions.MIRROR,
                ConflictPolicy.KEEP_BOTH);
        DirectoryMarkers markers =
                new DirectoryMarkers(new Folder(temp, false, Spelling.EXACT), index, policy, problems, false);
        look = new RemoteLook(new Location("bucket", ""), index, new Ignores(List.of(), List.of()), problems, markers);
    }

    @AfterEach
    void close() {
        index.close();
    }

    /** Pages of any length, empty ones that say that more follow, with or without the key behind which they do. */
    @Test
    void meetsEveryKeyOrSaysThatItCannotTell() {
        long seed = ThreadLocalRandom.current().nextLong();
        random.setSeed(seed);
        int told = 0;
        for (int i = 0; i < LISTS; i++) {
            TreeSet<String> keys = new TreeSet<>();
            for (int number = random.nextInt(12); number > 0; number--) {
                keys.add("k" + (10 + random.nextInt(90)));
            }
            Set<String> met = new HashSet<>();
            try {
                list(keys, met);
                assertThat(look.isComplete()).as("seed " + seed).isTrue();
                assertThat(met).as("seed " + seed).isEqualTo(keys);
            } catch (IOException e) {
                told++;
                assertThat(look.isComplete()).as("seed " + seed).isFalse();
            }
        }
        assertThat(told).isBetween(1, LISTS - 1);
    }

    @Test
    void aPageThatComesAgainIsAnError() throws IOException {
        look.begin();
        List<S3Object> page = List.of(object("a"), object("b"));
        look.says(true, null);
        look.take(page);
        look.says(true, null);
        assertThatThrownBy(() -> look.take(page)).hasMessageContaining("does not go on behind 'b'");
        assertThat(look.isComplete()).isFalse();
    }

    private void list(NavigableSet<String> keys, Set<String> met) throws IOException {
        look.begin();
        while (!look.isAtEnd()) {
            String last = look.lastKey();
            List<String> rest = new ArrayList<>(last == null ? keys : keys.tailSet(last, false));
            List<String> page = rest.subList(0, Math.min(rest.size(), random.nextInt(4)));
            boolean more = page.size() < rest.size();
            look.says(more, page.isEmpty() && more ? next(last) : null);
            look.take(page.stream().map(RemoteLookTest::object).toList())
                    .forEach(seen -> met.add(seen.path().value()));
        }
    }

    /** Behind which key the next page begins, as a store may say it: rightly, not at all, or where the list was before. */
    private String next(String last) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> last;
            default -> (last == null ? "k" : last) + "-deleted";
        };
    }

    private static S3Object object(String key) {
        return S3Object.builder()
                .key(key)
                .eTag("\"" + key + "\"")
                .size(1L)
                .lastModified(Instant.EPOCH)
                .build();
    }
}
