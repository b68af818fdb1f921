package dev.caravan.sync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.EventRecords;
import dev.caravan.index.FeedEvent;
import dev.caravan.index.Index;
import dev.caravan.index.Ledger;
import dev.caravan.mount.MountName;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.Event;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PassCounts;
import dev.caravan.status.PathEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeedTest {
    private static final PassCounts NOTHING = new PassCounts(0, 0, 0, 0, 0, 0, 0, 0);

    @TempDir
    private Path temp;

    private Index index;
    private long pass = 1;
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private Optional<Ledger> ledger = Optional.empty();
    private EventFeed feed = new EventFeed(() -> ledger);

    @BeforeEach
    void open() throws IOException {
        index = Index.open(temp.resolve("index.db"), () -> {});
        ledger = Optional.of(index.ledger());
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void happens(Event event) {
        now = now.plusMillis(1);
        feed.on(new Occurrence(new MountName("m"), pass, now, event));
    }

    private static Event uploaded(String path) {
        return new PathEvent.Uploaded(new RelativePath(path), null, null, 1, Duration.ZERO);
    }

    private static Event failed(String path, String why) {
        return new PathEvent.Failed(new RelativePath(path), why, "", false, null);
    }

    private void endPass() {
        happens(new MountEvent.PassEnded(NOTHING, Duration.ZERO, true));
        pass++;
    }

    private List<String> paths(long since) {
        return feed.after(since, 100).events().stream().map(FeedEvent::path).toList();
    }

    @Test
    void keepsWhatHappenedInOrderFromOneStartToTheNext() {
        happens(uploaded("a"));
        happens(uploaded("b"));
        assertThat(paths(0)).containsExactly("a", "b");
        endPass();
        long last = feed.after(0, 100).events().get(1).id();
        feed = new EventFeed(() -> ledger);
        happens(uploaded("c"));
        assertThat(paths(0)).containsExactly("a", "b", "c");
        assertThat(paths(last)).containsExactly("c");
        assertThat(feed.after(last, 100).complete()).isTrue();
        assertThat(feed.before(Long.MAX_VALUE, "", 2))
                .extracting(FeedEvent::path)
                .containsExactly("c", "b");
    }

    @Test
    void idsRiseAlthoughTheClockWasSetBack() {
        happens(uploaded("a"));
        endPass();
        feed = new EventFeed(() -> ledger);
        now = now.minusSeconds(86_400);
        happens(uploaded("b"));
        endPass();
        assertThat(paths(0)).containsExactly("a", "b");
    }

    @Test
    void keepsWhatHappenedBeforeTheIndexWasOpen() {
        Optional<Ledger> later = ledger;
        ledger = Optional.empty();
        happens(uploaded("a"));
        assertThat(paths(0)).containsExactly("a");
        ledger = later;
        endPass();
        assertThat(index.ledger().events().after(0, 10))
                .extracting(FeedEvent::path)
                .containsExactly("a");
    }

    /** A path that fails in each pass must not push out all else. */
    @Test
    void keepsOnceWhatFailsAgainAndAgain() {
        for (int i = 0; i < 20; i++) {
            happens(failed("a", "denied"));
            happens(new MountEvent.PassFailed("no bucket", Optional.of(Duration.ofSeconds(i)), "", null));
        }
        assertThat(feed.after(0, 100).events()).hasSize(2);
        happens(failed("a", "disk full"));
        happens(uploaded("a"));
        happens(failed("a", "disk full"));
        assertThat(feed.after(0, 100).events()).hasSize(5);
        endPass();
        endPass();
        happens(new MountEvent.PassFailed("no bucket", Optional.empty(), "", null));
        assertThat(feed.after(0, 100).events()).hasSize(6);
        PassCounts onlyFailed = new PassCounts(0, 0, 0, 0, 0, 0, 2, 0);
        for (int i = 0; i < 20; i++) {
            happens(new MountEvent.PassEnded(onlyFailed, Duration.ofSeconds(i), true));
            pass++;
        }
        assertThat(feed.after(0, 100).events()).hasSize(7);
    }

    /** A path that was removed and comes back fails anew. */
    @Test
    void keepsAFailureThatComesBack() {
        happens(failed("a", "denied"));
        endPass();
        endPass();
        endPass();
        happens(failed("a", "denied"));
        assertThat(feed.after(0, 100).events()).hasSize(2);
        happens(new PathEvent.Adopted(new RelativePath("a"), null, null));
        happens(failed("a", "denied"));
        assertThat(feed.after(0, 100).events()).hasSize(3);
    }

    @Test
    void saysWhenEventsHadToGo() {
        happens(uploaded("first"));
        endPass();
        long first = feed.after(0, 1).events().get(0).id();
        assertThat(feed.after(first, 1).complete()).isTrue();
        for (int i = 0; i < EventRecords.KEPT + 5; i++) {
            happens(uploaded("p" + i));
        }
        endPass();
        assertThat(feed.after(first, 1).complete()).isFalse();
        EventFeed.Page page = feed.after(0, EventRecords.KEPT * 2);
        assertThat(page.complete()).isFalse();
        assertThat(page.events()).hasSize(EventRecords.KEPT);
        assertThat(page.events().get(0).path()).isEqualTo("p5");
        assertThat(feed.before(Long.MAX_VALUE, "p1000", 100)).hasSize(6);
    }

    @Test
    void goesOnWhereTheIndexCannotBeWritten() {
        index.close();
        for (int i = 0; i < EventRecords.KEPT + 5; i++) {
            happens(uploaded("p" + i));
        }
        ledger = Optional.empty();
        assertThat(feed.after(0, EventRecords.KEPT * 2).events()).hasSize(EventRecords.KEPT);
    }
}
