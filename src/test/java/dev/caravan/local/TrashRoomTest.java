package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trash that takes 100 bytes, on days that are numbered. */
class TrashRoomTest {
    private static final RelativePath A = new RelativePath("d/a");
    private static final RelativePath B = new RelativePath("d/b");

    @TempDir
    Path temp;

    private Trash trash;

    @BeforeEach
    void open() {
        trash = new Trash(temp.resolve("trash"), 100);
    }

    private static Instant day(int number) {
        return Instant.parse("2026-01-01T08:00:00Z").plusSeconds(86_400L * number);
    }

    private Path put(Trash.Bin bin, RelativePath path, int bytes) throws IOException {
        Path slot = bin.slot(path, bytes);
        return Files.write(slot, new byte[bytes]);
    }

    private List<String> left() throws IOException {
        List<String> all = new ArrayList<>();
        for (Trash.Found bin : trash.found()) {
            for (RelativePath path : bin.files()) {
                all.add(bin.path().getFileName().toString().substring(8, 10) + " " + path);
            }
        }
        return all.stream().sorted().toList();
    }

    @Test
    void takesAsMuchAsItMayAndNotAByteMore() throws IOException {
        put(trash.bin(day(0)), A, 60);
        assertThat(trash.room().fits(40)).isTrue();
        assertThat(trash.room().fits(41)).isFalse();
        put(trash.bin(day(0)), B, 40);
        assertThatExceptionOfType(TrashFullException.class)
                .isThrownBy(() -> trash.bin(day(1)).slot(A, 1))
                .withMessageContaining("it holds 100 of 100 bytes (trash-size)");
        assertThat(left()).containsExactly("01 d/a", "01 d/b");
    }

    @Test
    void tellsWhereItPutAPathLast() throws IOException {
        Trash.Bin bin = trash.bin(day(0));
        Path first = put(bin, A, 1);
        assertThat(bin.last(A)).isEqualTo(first);
        Path second = put(bin, A, 1);
        assertThat(bin.last(A)).isEqualTo(second).isNotEqualTo(first);
        put(bin, B, 1);
        assertThat(bin.last(B).getParent()).isEqualTo(first.getParent());
    }

    @Test
    void knowsWhatLiesThereFromBefore() throws IOException {
        put(trash.bin(day(0)), A, 60);
        Trash later = new Trash(temp.resolve("trash"), 100);
        assertThat(later.room().fits(41)).isFalse();
        assertThatExceptionOfType(TrashFullException.class)
                .isThrownBy(() -> later.bin(day(1)).slot(A, 41));
        later.bin(day(1)).slot(A, 40);
    }

    @Test
    void takesAnythingThatAPersonWants() throws IOException {
        put(trash.bin(day(0)), A, 60);
        put(trash.bin(day(0)).ignoringLimit(), B, 60);
        assertThat(left()).containsExactly("01 d/a", "01 d/b");
        assertThat(trash.room().fits(0)).isFalse();
    }

    @Test
    void makesRoomFileByFileOfWhatIsOldEnough() throws IOException {
        put(trash.bin(day(0)), A, 30);
        put(trash.bin(day(1)), A, 30);
        put(trash.bin(day(2)), A, 40);
        assertThat(trash.room().fits(30)).isFalse();
        trash.room().mayRemoveBefore(day(2));
        assertThat(trash.room().fits(60)).isTrue();
        assertThat(trash.room().fits(61)).isFalse();
        put(trash.bin(day(3)), A, 30);
        assertThat(left()).as("the oldest went").containsExactly("02 d/a", "03 d/a", "04 d/a");
        assertThat(trash.room().fits(31)).isFalse();
        assertThat(trash.room().fits(30)).isTrue();
    }

    @Test
    void takesNoMoreOutOfABinThanIsNeeded() throws IOException {
        put(trash.bin(day(0)), A, 50);
        put(trash.bin(day(0)), B, 50);
        trash.room().mayRemoveBefore(day(1));
        put(trash.bin(day(2)), A, 20);
        assertThat(left()).hasSize(2).contains("03 d/a");
    }

    @Test
    void whatWasTakenOutMakesRoom() throws IOException {
        Path slot = put(trash.bin(day(0)), A, 100);
        Files.delete(slot);
        assertThat(trash.room().fits(1)).isFalse();
        trash.room().recount();
        assertThat(trash.room().fits(100)).isTrue();
    }

    @Test
    void sweepsWhatIsOldAndNothingThatIsYoung() throws IOException {
        put(trash.bin(day(0)), A, 10);
        put(trash.bin(day(1)), A, 20);
        put(trash.remoteBin(day(2)), B, 30);
        trash.room().mayRemoveBefore(day(1));
        assertThat(trash.room().sweep(day(2))).as("only what may go at all").isEqualTo(10);
        assertThat(left()).containsExactly("02 d/a", "03 d/b");
        trash.room().mayRemoveBefore(day(3));
        assertThat(trash.room().sweep(day(2))).isEqualTo(20);
        assertThat(left()).containsExactly("03 d/b");
        assertThat(trash.room().fits(70)).isTrue();
        assertThat(trash.room().fits(71)).as("what is there may go, too").isTrue();
    }

    @Test
    void sweepsWhatIsTooMuch() throws IOException {
        put(trash.bin(day(0)).ignoringLimit(), A, 80);
        put(trash.bin(day(1)).ignoringLimit(), A, 80);
        trash.room().mayRemoveBefore(day(2));
        assertThat(trash.room().sweep(day(0))).isEqualTo(80);
        assertThat(left()).containsExactly("02 d/a");
        assertThat(trash.found()).as("empty bins go").hasSize(1);
    }

    @Test
    void aSecondFileFromAPathLiesInABinBeside() throws IOException {
        Path first = put(trash.bin(day(0)), A, 1);
        Path second = put(trash.bin(day(0)), A, 2);
        Path third = put(trash.bin(day(0)), new RelativePath("d"), 3);
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().allMatch(Files::exists);
        assertThat(trash.found())
                .hasSize(3)
                .allMatch(bin -> bin.side() == Side.LOCAL && bin.time().equals(day(0)));
        assertThat(trash.found().get(0).bytes()).isEqualTo(1);
    }

    @Test
    void binsAreFoundOldestFirstAndOthersAreNone() throws IOException {
        put(trash.remoteBin(day(5)), A, 1);
        put(trash.bin(day(3)), A, 1);
        Files.createDirectory(temp.resolve("trash/notes"));
        assertThat(trash.found()).extracting(Trash.Found::time).containsExactly(day(3), day(5));
        assertThat(trash.found()).extracting(Trash.Found::side).containsExactly(Side.LOCAL, Side.REMOTE);
        assertThat(new Trash(temp.resolve("none")).found()).isEmpty();
    }
}
