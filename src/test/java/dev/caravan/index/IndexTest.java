package dev.caravan.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.index.UndoRequests.Request;
import dev.caravan.index.UndoRequests.Step;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {
    private static final LocalVersion FILE = new LocalVersion(5, 1_700_000_000_123_456_789L, 42, 7);
    private static final RemoteVersion OBJECT =
            new RemoteVersion("abc", 5, Instant.ofEpochMilli(1_700_000_000_000L), false);

    @TempDir
    Path temp;

    @Test
    void findsWhatWasRecordedAtOnceAndAfterReopening() throws IOException {
        RelativePath path = new RelativePath("ü/a\nb.txt");
        Entry entry = new Entry(path, FILE, OBJECT, "ff");
        try (Index index = open()) {
            index.record(entry);
            assertThat(index.find(path)).contains(entry);
        }
        try (Index index = open()) {
            assertThat(index.find(path)).contains(entry);
            index.forget(path);
            assertThat(index.find(path)).isEmpty();
        }
        try (Index index = open()) {
            assertThat(index.find(path)).isEmpty();
        }
    }

    @Test
    void aVerdictIsForOneSide() throws IOException {
        RelativePath path = new RelativePath("a");
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        try (Index index = open()) {
            Ledger ledger = index.ledger();
            ledger.held().hold(List.of(new Held(path, Side.REMOTE, "why", now, null, false, false)), now);
            ledger.held().decide(Verdict.APPROVED, ledger.held().all());
            ledger.held().hold(List.of(new Held(path, Side.REMOTE, "approved", now, null, false, false)), now);
            assertThat(ledger.held().find(path)).map(Held::verdict).contains(Verdict.APPROVED);
            ledger.held().hold(List.of(new Held(path, Side.LOCAL, "another", now, null, false, false)), now);
            assertThat(ledger.held().find(path))
                    .contains(new Held(path, Side.LOCAL, "another", now, null, false, false));
        }
    }

    @Test
    void aRequestIsPlannedOnceAndEndsByItself() throws IOException {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        Request request = new Request(now.minusSeconds(60), now);
        Step oldest = new Step(new RelativePath("a"), Side.LOCAL, "bin1/a", "", now.minusSeconds(50), false);
        Step newer = new Step(new RelativePath("a"), Side.LOCAL, "bin2/a", "", now.minusSeconds(40), false);
        try (Index index = open()) {
            UndoRequests undo = index.ledger().undo();
            undo.ask(request);
            assertThat(undo.isPlanned(request)).isFalse();
            undo.plan(request, List.of(oldest, newer));
            assertThat(undo.planned()).containsExactly(oldest);
            undo.done(oldest);
            assertThat(undo.planned()).isEmpty();
            assertThat(undo.isPlanned(request))
                    .as("a crash now must not plan the newer one")
                    .isTrue();
            Request another = new Request(now.minusSeconds(5), now.plusSeconds(5));
            undo.ask(another);
            undo.done(request);
            assertThat(undo.asked()).as("asked meanwhile").contains(another);
            undo.done(another);
            assertThat(undo.asked()).isEmpty();
        }
    }

    @Test
    void goesOnWithAnIndexOfFormat2AndWhatWasAskedInIt() throws Exception {
        Request request = new Request(Instant.ofEpochMilli(1), Instant.ofEpochMilli(2));
        try (Index index = open()) {
            index.ledger().undo().ask(request);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("index.db"));
                var statement = connection.createStatement()) {
            statement.execute("alter table undo_request drop column planned");
            statement.execute("pragma user_version = 2");
        }
        try (Index index = open()) {
            UndoRequests undo = index.ledger().undo();
            assertThat(undo.asked()).contains(request);
            assertThat(undo.isPlanned(request)).isFalse();
            undo.plan(request, List.of());
            assertThat(undo.isPlanned(request)).isTrue();
        }
    }

    @Test
    void refusesAnIndexOfANewerCaravan() throws Exception {
        open().close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("index.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(this::open)
                .withMessageContaining("a newer Caravan made it (format 99)")
                .matches(e -> !e.damaged());
    }

    @Test
    void keepsASideThatIsAbsentOnPurpose() throws IOException {
        Entry onlyLocal = new Entry(new RelativePath("l"), FILE, null, null);
        Entry onlyRemote = new Entry(new RelativePath("r"), null, OBJECT, null);
        try (Index index = open()) {
            index.record(onlyLocal);
            index.record(onlyRemote);
        }
        try (Index index = open()) {
            assertThat(index.find(new RelativePath("l"))).contains(onlyLocal);
            assertThat(index.find(new RelativePath("r"))).contains(onlyRemote);
            assertThat(index.count()).isZero();
        }
    }

    @Test
    void goesThroughEntriesInTheOrderOfS3() throws IOException {
        List<String> sorted = List.of("a", "a.txt", "a/b", "a0", "\uffee", "\ud83d\ude00");
        List<String> found = new ArrayList<>();
        try (Index index = open()) {
            List<String> shuffled = new ArrayList<>(sorted);
            java.util.Collections.shuffle(shuffled);
            shuffled.forEach(path -> index.record(new Entry(new RelativePath(path), FILE, OBJECT, null)));
            index.forEach(entry -> found.add(entry.path().value()));
        }
        assertThat(found).isEqualTo(sorted);
    }

    @Test
    void goesThroughMoreEntriesThanFitOnAPage() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Index index = open()) {
            for (int i = 0; i < 2_500; i++) {
                index.record(new Entry(new RelativePath("f" + i), FILE, OBJECT, null));
            }
            index.forEach(entry -> count.incrementAndGet());
            assertThat(index.count()).isEqualTo(2_500);
        }
        assertThat(count).hasValue(2_500);
    }

    @Test
    void knowsSettledVersionsAlsoAfterReopening() throws IOException {
        try (Index index = open()) {
            index.record(new Entry(new RelativePath("a"), FILE, OBJECT, null));
            LocalVersion newer = new LocalVersion(5, FILE.modified() + 1, 42, 7);
            assertThat(index.seeLocal("a", FILE)).isTrue();
            assertThat(index.seeLocal("a", newer)).isFalse();
            assertThat(index.seeRemote("a", OBJECT)).isTrue();
            index.record(new Entry(new RelativePath("a"), newer, OBJECT, null));
            assertThat(index.seeLocal("a", FILE)).as("the old version").isFalse();
            assertThat(index.seeLocal("a", newer)).isTrue();
        }
        try (Index index = open()) {
            assertThat(index.seeLocal("a", FILE)).isFalse();
            assertThat(index.seeRemote("a", new RemoteVersion("abc", 5, Instant.now(), true)))
                    .as("time and storage class do not make another version")
                    .isTrue();
            assertThat(index.seeRemote("a", new RemoteVersion("abd", 5, Instant.now(), false)))
                    .isFalse();
        }
    }

    @Test
    void tellsWhatALookDidNotMeet() throws IOException {
        try (Index index = open()) {
            Entry a = new Entry(new RelativePath("a"), FILE, OBJECT, null);
            Entry b = new Entry(new RelativePath("b"), FILE, OBJECT, null);
            index.record(a);
            index.record(b);
            assertThat(index.local().unseen())
                    .as("what was just settled counts as seen")
                    .isZero();
            index.local().beginLook();
            index.seeLocal("a", FILE);
            assertThat(index.local().unseen()).isEqualTo(1);
            assertThat(index.seenLocally(a)).isTrue();
            assertThat(index.seenLocally(b)).isFalse();
            assertThat(index.seenRemotely(b)).isTrue();
        }
    }

    @Test
    void remembersMarkersAndSettings() throws IOException {
        RelativePath directory = new RelativePath("d");
        try (Index index = open()) {
            index.markers().record(directory, "e1");
            index.markers().record(directory, "e2");
            index.setting("x", "1");
            index.setting("x", "2");
        }
        try (Index index = open()) {
            assertThat(index.markers().find(directory)).contains("e2");
            assertThat(index.markers().see(directory, "e1")).isFalse();
            assertThat(index.setting("x")).contains("2");
            index.markers().beginLook();
            assertThat(index.markers().unseen()).containsExactly(directory);
            assertThat(index.markers().see(directory, "e2")).isTrue();
            assertThat(index.markers().unseen()).isEmpty();
            index.markers().forget(directory);
            assertThat(index.markers().find(directory)).isEmpty();
        }
    }

    @Test
    void makesRenamesDurableBeforeItSpeaksOfThem() throws IOException {
        AtomicInteger flushes = new AtomicInteger();
        try (Index index = Index.open(temp.resolve("index.db"), flushes::incrementAndGet)) {
            index.record(new Entry(new RelativePath("a"), FILE, OBJECT, null));
            assertThat(flushes).hasValue(0);
            index.flush();
            assertThat(flushes).hasValue(1);
        }
    }

    @Test
    void writesNothingWhereRenamesCannotBeMadeDurable() throws IOException {
        Index index = Index.open(temp.resolve("index.db"), () -> {
            throw new IOException("no");
        });
        index.record(new Entry(new RelativePath("a"), FILE, OBJECT, null));
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(index::flush);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(index::close);
        try (Index reopened = open()) {
            assertThat(reopened.find(new RelativePath("a"))).isEmpty();
        }
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        Files.writeString(temp.resolve("index.db"), "this is no database, and long enough to be looked at".repeat(50));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(this::open)
                .matches(IndexException::damaged)
                .withMessageContaining("index.db");
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        try (Index index = open()) {
            index.record(new Entry(new RelativePath("a"), FILE, OBJECT, null));
            index.flush();
            try (var files = Files.list(temp)) {
                assertThat(files)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    private Index open() throws IOException {
        return Index.open(temp.resolve("index.db"), () -> {});
    }
}
