package dev.caravan.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.Listing;
import dev.caravan.mount.Location;
import dev.caravan.mount.MountName;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListsTest {
    private final Journal journal = new Journal(new MountName("m"));
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Lists lists = lists(Duration.ofHours(1));

    private Lists lists(Duration goodFor) {
        return new Lists(new Listing(goodFor, Optional.empty()), journal, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    @Test
    void theFirstPassListsAndTheOthersAfterAnHour() {
        assertThat(lists.begin()).isTrue();
        assertThat(lists.isListed()).isTrue();
        assertThat(lists.begin()).isFalse();
        assertThat(lists.isListed()).isFalse();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(lists.begin()).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(lists.begin()).isTrue();
        assertThat(lists.begin()).isFalse();
    }

    @Test
    void whereNoIntervalIsSetEachPassLists() {
        Lists always = lists(Duration.ZERO);
        assertThat(always.begin()).isTrue();
        assertThat(always.begin()).isTrue();
    }

    @Test
    void aClockThatIsSetBackDoesNotPutOffAList() {
        lists.begin();
        now = now.minus(Duration.ofDays(1));
        assertThat(lists.begin()).isTrue();
    }

    @Test
    void whatIsWantedDuringAPassIsForTheNext() {
        lists.begin();
        lists.begin();
        lists.wantAtOnce("test");
        assertThat(lists.isListed()).isFalse();
        assertThat(lists.areWantedAtOnce()).isTrue();
        assertThat(lists.begin()).isTrue();
        assertThat(lists.areWantedAtOnce()).isFalse();
        assertThat(lists.begin()).isFalse();
    }

    @Test
    void moreEventsThanAListIsWorthAskForOne() {
        BucketEvents events = new BucketEvents(new Location("bucket", "p/"), lists, journal);
        lists.begin();
        for (int i = 0; i < 1_000; i++) {
            events.stored("p/" + i, new RemoteVersion("e", 1, Instant.EPOCH, false));
        }
        assertThat(lists.begin()).isFalse();
        events.removed("p/one-more");
        assertThat(lists.begin()).isTrue();
    }
}
