package dev.caravan.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintSetTest {
    @Test
    void behavesLikeASetThatRemembersWhatWasSeen() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FingerprintSet known = new FingerprintSet(1);
        Map<Long, Boolean> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            // few values, and clustered ones, so that slots collide
            long value = (random.nextLong() & 0xfff0_0000_0000_0000L) | random.nextInt(40) | 1;
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    known.add(value);
                    model.put(value, true);
                }
                case 2, 3 -> {
                    known.remove(value);
                    model.remove(value);
                }
                case 4 -> {
                    assertThat(known.see(value)).as("seed %d", seed).isEqualTo(model.containsKey(value));
                    model.computeIfPresent(value, (key, seen) -> true);
                }
                case 5 ->
                    assertThat(known.wasSeen(value)).as("seed %d", seed).isEqualTo(model.getOrDefault(value, false));
                default -> {
                    if (random.nextInt(1000) == 0) {
                        known.beginLook();
                        model.replaceAll((key, seen) -> false);
                    }
                }
            }
        }
        assertThat(known.size()).as("seed %d", seed).isEqualTo(model.size());
        assertThat(known.unseen()).as("seed %d", seed).isEqualTo((int)
                model.values().stream().filter(seen -> !seen).count());
    }

    @Test
    void tellsVersionsApart() {
        FingerprintSet known = new FingerprintSet(7);
        long version = known.fingerprint("a/b", 1, 2, 3, 5);
        assertThat(known.fingerprint("a/b", 1, 2, 3, 5)).isEqualTo(version);
        assertThat(known.fingerprint("a/c", 1, 2, 3, 5)).isNotEqualTo(version);
        assertThat(known.fingerprint("a/b", 2, 2, 3, 5)).isNotEqualTo(version);
        assertThat(known.fingerprint("a/b", 1, 3, 3, 5)).isNotEqualTo(version);
        assertThat(known.fingerprint("a/b", 1, 2, 4, 5)).isNotEqualTo(version);
        assertThat(known.fingerprint("a/b", 1, 2, 3, 6)).isNotEqualTo(version);
        assertThat(known.fingerprint("a/b", "x")).isNotEqualTo(known.fingerprint("a/bx", ""));
    }

    @Test
    void needsAboutTenBytesForAPath() {
        FingerprintSet known = new FingerprintSet(3);
        for (int i = 0; i < 1_000_000; i++) {
            known.add(known.fingerprint("some/path/" + i, "v"));
        }
        assertThat(known.size()).isEqualTo(1_000_000);
        assertThat(known.bytes()).isLessThan(19_000_000L);
    }
}
