package dev.caravan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Policy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The decision as a table: every combination of what became of the two sides, in every direction. */
class ReconcilerTest {
    /** local, remote: upload, download, two-way, each with deletions mirrored. */
    private static final String[] TABLE = {
        // nothing changed
        "ABSENT    ABSENT    | FORGET        FORGET       FORGET",
        "UNCHANGED UNCHANGED | SKIP          SKIP         SKIP",
        // one side was left alone on purpose, and stays so; a one-way mount puts back what belongs there
        "UNCHANGED ABSENT    | UPLOAD        SKIP         SKIP",
        "ABSENT    UNCHANGED | SKIP          DOWNLOAD     SKIP",
        // the folder changed
        "CREATED   ABSENT    | UPLOAD        LEAVE        UPLOAD",
        "MODIFIED  UNCHANGED | UPLOAD        DOWNLOAD     UPLOAD",
        "MODIFIED  ABSENT    | UPLOAD        LEAVE        UPLOAD",
        "DELETED   UNCHANGED | DELETE_REMOTE DOWNLOAD     DELETE_REMOTE",
        "DELETED   ABSENT    | FORGET        FORGET       FORGET",
        // the bucket changed
        "ABSENT    CREATED   | LEAVE         DOWNLOAD     DOWNLOAD",
        "UNCHANGED MODIFIED  | COMPARE       DOWNLOAD     DOWNLOAD",
        "ABSENT    MODIFIED  | LEAVE         DOWNLOAD     DOWNLOAD",
        "UNCHANGED DELETED   | UPLOAD        DELETE_LOCAL DELETE_LOCAL",
        "ABSENT    DELETED   | FORGET        FORGET       FORGET",
        // both changed
        "CREATED   CREATED   | COMPARE       COMPARE      COMPARE",
        "CREATED   MODIFIED  | COMPARE       COMPARE      COMPARE",
        "MODIFIED  CREATED   | COMPARE       COMPARE      COMPARE",
        "MODIFIED  MODIFIED  | COMPARE       COMPARE      COMPARE",
        "DELETED   DELETED   | FORGET        FORGET       FORGET",
        // a version without a common ancestor meets one
        "CREATED   UNCHANGED | COMPARE       COMPARE      COMPARE",
        "UNCHANGED CREATED   | COMPARE       COMPARE      COMPARE",
        // an edit beats a deletion, but on the side that has no say
        "MODIFIED  DELETED   | UPLOAD        DELETE_LOCAL UPLOAD",
        "CREATED   DELETED   | UPLOAD        LEAVE        UPLOAD",
        "DELETED   MODIFIED  | DELETE_REMOTE DOWNLOAD     DOWNLOAD",
        "DELETED   CREATED   | LEAVE         DOWNLOAD     DOWNLOAD",
    };

    private record TableRow(Change local, Change remote, Action upload, Action download, Action twoWay) {
        static TableRow of(String line) {
            String[] words = line.replace("|", " ").trim().split("\\s+", -1);
            return new TableRow(
                    Change.valueOf(words[0]),
                    Change.valueOf(words[1]),
                    Action.valueOf(words[2]),
                    Action.valueOf(words[3]),
                    Action.valueOf(words[4]));
        }

        Action action(Direction direction) {
            return switch (direction) {
                case UPLOAD -> upload;
                case DOWNLOAD -> download;
                case TWO_WAY -> twoWay;
            };
        }
    }

    private static Stream<TableRow> rows() {
        return Stream.of(TABLE).map(TableRow::of);
    }

    @Test
    void theTableHasEveryCombinationOnce() {
        Set<String> seen = new HashSet<>();
        rows().forEach(row ->
                assertThat(seen.add(row.local() + " " + row.remote())).isTrue());
        assertThat(seen).hasSize(Change.values().length * Change.values().length);
    }

    @TestFactory
    Stream<DynamicTest> decidesByTheTable() {
        return rows().flatMap(row -> Stream.of(Direction.values()).map(direction -> {
            Action expected = row.action(direction);
            return DynamicTest.dynamicTest(
                    direction.word() + ": local " + row.local() + ", remote " + row.remote() + " -> " + expected,
                    () -> assertThat(reconciler(direction).decide(row.local(), row.remote()))
                            .isEqualTo(expected));
        }));
    }

    @TestFactory
    Stream<DynamicTest> deletesNothingWhereDeletionsAreKept() {
        return rows().flatMap(row -> Stream.of(Direction.values()).map(direction -> {
            Action mirrored = row.action(direction);
            Action expected = mirrored.deletesOn().isPresent() ? Action.LEAVE : mirrored;
            Policy policy = policy(direction, Deletions.KEEP, ConflictPolicy.KEEP_BOTH, InitialExtras.KEEP);
            return DynamicTest.dynamicTest(
                    direction.word() + ": local " + row.local() + ", remote " + row.remote() + " -> " + expected,
                    () -> assertThat(new Reconciler(policy, null).decide(row.local(), row.remote()))
                            .isEqualTo(expected));
        }));
    }

    @Test
    void aDownloadMountNeverTouchesTheBucketAndAnUploadMountNeverTheFolder() {
        Set<Action> towardsBucket = EnumSet.of(Action.UPLOAD, Action.DELETE_REMOTE, Action.CONFLICT);
        Set<Action> towardsFolder = EnumSet.of(Action.DOWNLOAD, Action.DELETE_LOCAL, Action.CONFLICT);
        for (Change local : Change.values()) {
            for (Change remote : Change.values()) {
                assertThat(towardsBucket)
                        .doesNotContain(reconciler(Direction.DOWNLOAD).decide(local, remote));
                assertThat(towardsBucket)
                        .doesNotContain(reconciler(Direction.DOWNLOAD).differing(local, remote, true));
                assertThat(towardsFolder)
                        .doesNotContain(reconciler(Direction.UPLOAD).decide(local, remote));
                assertThat(towardsFolder)
                        .doesNotContain(reconciler(Direction.UPLOAD).differing(local, remote, false));
            }
        }
    }

    @Test
    void nothingIsDeletedWithoutAnEntry() {
        for (Direction direction : Direction.values()) {
            for (Change local : EnumSet.of(Change.ABSENT, Change.CREATED)) {
                for (Change remote : EnumSet.of(Change.ABSENT, Change.CREATED)) {
                    assertThat(reconciler(direction).decide(local, remote).deletesOn())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KEEP_BOTH, true,  CONFLICT",
        "KEEP_BOTH, false, CONFLICT",
        "LOCAL,     false, UPLOAD",
        "S3,        true,  DOWNLOAD",
        "NEWER,     true,  UPLOAD",
        "NEWER,     false, DOWNLOAD",
    })
    void aConflictGoesByThePolicy(ConflictPolicy conflicts, boolean localIsNewer, Action expected) {
        Policy policy = policy(Direction.TWO_WAY, Deletions.MIRROR, conflicts, InitialExtras.KEEP);
        for (Change local : EnumSet.of(Change.CREATED, Change.MODIFIED)) {
            for (Change remote : EnumSet.of(Change.CREATED, Change.MODIFIED)) {
                assertThat(new Reconciler(policy, null).differing(local, remote, localIsNewer))
                        .isEqualTo(expected);
            }
        }
    }

    /** winner: what becomes of contents that differ, of a path that only the folder has, of one that only S3 has. */
    @ParameterizedTest
    @CsvSource({
        // winner, direction, extras, differing, only local, only remote
        "LOCAL, UPLOAD,   KEEP,  UPLOAD,   UPLOAD,       LEAVE",
        "LOCAL, DOWNLOAD, KEEP,  UPLOAD,   UPLOAD,       DOWNLOAD",
        "LOCAL, TWO_WAY,  KEEP,  UPLOAD,   UPLOAD,       DOWNLOAD",
        "LOCAL, UPLOAD,   TRASH, UPLOAD,   UPLOAD,       EXTRA",
        "LOCAL, DOWNLOAD, TRASH, UPLOAD,   UPLOAD,       EXTRA",
        "LOCAL, TWO_WAY,  TRASH, UPLOAD,   UPLOAD,       EXTRA",
        "S3,    UPLOAD,   KEEP,  DOWNLOAD, UPLOAD,       DOWNLOAD",
        "S3,    DOWNLOAD, KEEP,  DOWNLOAD, LEAVE,        DOWNLOAD",
        "S3,    TWO_WAY,  KEEP,  DOWNLOAD, UPLOAD,       DOWNLOAD",
        "S3,    UPLOAD,   TRASH, DOWNLOAD, EXTRA,        DOWNLOAD",
        "S3,    DOWNLOAD, TRASH, DOWNLOAD, EXTRA,        DOWNLOAD",
        "S3,    TWO_WAY,  TRASH, DOWNLOAD, EXTRA,        DOWNLOAD",
        "MERGE, UPLOAD,   TRASH, UPLOAD,   UPLOAD,       DOWNLOAD",
        "MERGE, DOWNLOAD, TRASH, UPLOAD,   UPLOAD,       DOWNLOAD",
        "MERGE, TWO_WAY,  KEEP,  CONFLICT, UPLOAD,       DOWNLOAD",
    })
    void aFirstRunGoesByItsWinner(
            InitialDirection winner,
            Direction direction,
            InitialExtras extras,
            Action differing,
            Action onlyLocal,
            Action onlyRemote) {
        Policy policy = policy(direction, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, extras);
        Reconciler reconciler = new Reconciler(policy, new FirstRun(winner, false));
        assertThat(reconciler.decide(Change.CREATED, Change.CREATED)).isEqualTo(Action.COMPARE);
        assertThat(reconciler.differing(Change.CREATED, Change.CREATED, true)).isEqualTo(differing);
        assertThat(reconciler.decide(Change.CREATED, Change.ABSENT)).isEqualTo(onlyLocal);
        assertThat(reconciler.decide(Change.ABSENT, Change.CREATED)).isEqualTo(onlyRemote);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void nothingIsAnExtraWhereNothingIsDeletedOrAnIndexWasLost(Direction direction) {
        for (InitialDirection winner : EnumSet.of(InitialDirection.LOCAL, InitialDirection.S3)) {
            Policy backup = policy(direction, Deletions.KEEP, ConflictPolicy.KEEP_BOTH, InitialExtras.TRASH);
            Policy trashing = policy(direction, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, InitialExtras.TRASH);
            for (Reconciler reconciler : List.of(
                    new Reconciler(backup, new FirstRun(winner, false)),
                    new Reconciler(trashing, new FirstRun(winner, false, true)))) {
                assertThat(reconciler.decide(Change.CREATED, Change.ABSENT))
                        .isNotEqualTo(Action.EXTRA)
                        .isNotEqualTo(Action.DELETE_LOCAL);
                assertThat(reconciler.decide(Change.ABSENT, Change.CREATED))
                        .isNotEqualTo(Action.EXTRA)
                        .isNotEqualTo(Action.DELETE_REMOTE);
            }
        }
    }

    @Test
    void mergeTakesTheNewerVersionOfEachPath() {
        Policy policy = policy(Direction.UPLOAD, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, InitialExtras.KEEP);
        Reconciler reconciler = new Reconciler(policy, new FirstRun(InitialDirection.MERGE, false));
        assertThat(reconciler.differing(Change.CREATED, Change.CREATED, true)).isEqualTo(Action.UPLOAD);
        assertThat(reconciler.differing(Change.CREATED, Change.CREATED, false)).isEqualTo(Action.DOWNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aFirstRunLeavesIndexedPathsToTheDirection(Direction direction) {
        Reconciler first = new Reconciler(
                policy(direction, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, InitialExtras.KEEP),
                new FirstRun(InitialDirection.S3, false));
        rows().filter(row -> row.local() != Change.ABSENT && row.local() != Change.CREATED)
                .forEach(row ->
                        assertThat(first.decide(row.local(), row.remote())).isEqualTo(row.action(direction)));
    }

    @Test
    void aFirstRunAnewGoesOverTheIndex() {
        Policy upload = policy(Direction.UPLOAD, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, InitialExtras.KEEP);
        Reconciler fromS3 = new Reconciler(upload, new FirstRun(InitialDirection.S3, true));
        assertThat(fromS3.decide(Change.UNCHANGED, Change.MODIFIED)).isEqualTo(Action.DOWNLOAD);
        assertThat(fromS3.differing(Change.MODIFIED, Change.MODIFIED, true)).isEqualTo(Action.DOWNLOAD);
        assertThat(fromS3.decide(Change.CREATED, Change.ABSENT)).isEqualTo(Action.UPLOAD);
    }

    private static Reconciler reconciler(Direction direction) {
        return new Reconciler(policy(direction, Deletions.MIRROR, ConflictPolicy.KEEP_BOTH, InitialExtras.KEEP), null);
    }

    private static Policy policy(
            Direction direction, Deletions deletions, ConflictPolicy conflicts, InitialExtras extras) {
        return new Policy(direction, InitialDirection.MERGE, extras, deletions, conflicts);
    }
}
