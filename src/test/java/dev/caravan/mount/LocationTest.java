package dev.caravan.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LocationTest {
    @Test
    void aPrefixMeansThatDirectory() {
        assertThat(new Location("b", "a/b").prefix()).isEqualTo("a/b/");
        assertThat(new Location("b", "a/b/").prefix()).isEqualTo("a/b/");
        assertThat(new Location("b", "/a").prefix()).isEqualTo("a/");
        assertThat(new Location("b", "").prefix()).isEmpty();
        assertThat(new Location("b", "/").prefix()).isEmpty();
    }

    @Test
    void mapsPathsToKeysAndBack() {
        Location location = new Location("b", "a");
        assertThat(location.keyOf(new RelativePath("x/y"))).isEqualTo("a/x/y");
        assertThat(location.relative("a/x/y")).isEqualTo("x/y");
        assertThatIllegalArgumentException().isThrownBy(() -> location.relative("ab"));
    }

    @Test
    void aSecretNeverShows() {
        assertThat(new Secret("hush")).hasToString("***");
    }
}
