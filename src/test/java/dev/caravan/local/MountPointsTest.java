package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountPointsTest {
    private static final Path FOLDER = Path.of("/home/me");

    private static MountPoints table(String... lines) {
        String text = String.join("\n", lines);
        return MountPoints.in(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), FOLDER);
    }

    @Test
    void areThoseBelowTheFolder() {
        MountPoints mounts = table(
                "26 1 254:0 / / rw - ext4 /dev/vda rw",
                "30 26 254:0 /disks/one /home/me/d/one rw - ext4 /dev/vda rw",
                "31 26 254:0 /disks/two /home/me2/two rw - ext4 /dev/vda rw");
        assertThat(mounts.at("d/one")).contains("mount of /disks/one");
        assertThat(mounts.at("two")).isEmpty();
        assertThat(mounts.at("")).isEmpty();
    }

    @Test
    void mayHaveAnyName() {
        MountPoints mounts = table("30 26 254:0 /a\\040b /home/me/\u00fc\\134\\011x rw - ext4 /dev/vda rw", "", "odd");
        assertThat(mounts.at("\u00fc\\\tx")).contains("mount of /a b");
    }

    @Test
    void ofAnotherNameThatIsNoUtf8StopNothing() {
        MountPoints mounts = MountPoints.in("30 26 254:0 / /mnt/\u00ff rw\n31 26 254:0 /x /home/me/x rw", FOLDER);
        assertThat(mounts.at("x")).contains("mount of /x");
    }
}
