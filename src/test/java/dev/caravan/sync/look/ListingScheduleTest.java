package dev.caravan.sync.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.ListingPolicy;
import dev.caravan.mount.Location;
import dev.caravan.mount.MountName;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.status.Journal;
import dev.caravan.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingScheduleTest {
    private final Journal journal = new Journal(new MountName("m"), Clock.systemUTC());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final ListingSchedule listings = lists(Duration.ofHours(1));

    private ListingSchedule lists(Duration goodFor) {
        return new ListingSchedule(new ListingPolicy(goodFor, Optional.empty()), journal, clock);
    }

    @Test
    void theFirstPassListsAndTheOthersAfterAnHour() {
        assertThat(listings.begin()).isTrue();
        assertThat(listings.isListed()).isTrue();
        assertThat(listings.begin()).isFalse();
        assertThat(listings.isListed()).isFalse();
        clock.now = clock.now.plus(Duration.ofMinutes(59));
        assertThat(listings.begin()).isFalse();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(listings.begin()).isTrue();
        assertThat(listings.begin()).isFalse();
    }

    @Test
    void whereNoIntervalIsSetEachPassLists() {
        ListingSchedule always = lists(Duration.ZERO);
        assertThat(always.begin()).isTrue();
        assertThat(always.begin()).isTrue();
    }

    @Test
    void aClockThatIsSetBackDoesNotPutOffAList() {
        listings.begin();
        clock.now = clock.now.minus(Duration.ofDays(1));
        assertThat(listings.begin()).isTrue();
    }

    @Test
    void whatIsWantedDuringAPassIsForTheNext() {
        listings.begin();
        listings.begin();
        listings.wantAtOnce("test");
        assertThat(listings.isListed()).isFalse();
        assertThat(listings.isWantedAtOnce()).isTrue();
        assertThat(listings.begin()).isTrue();
        assertThat(listings.isWantedAtOnce()).isFalse();
        assertThat(listings.begin()).isFalse();
    }

    @Test
    void moreEventsThanAListIsWorthAskForOne() {
        BucketEvents events = new BucketEvents(new Location("bucket", "p/"), listings, journal);
        listings.begin();
        for (int i = 0; i < 1_000; i++) {
            events.stored("p/" + i, new RemoteVersion("e", 1, Instant.EPOCH, false));
        }
        assertThat(listings.begin()).isFalse();
        events.removed("p/one-more");
        assertThat(listings.begin()).isTrue();
    }
}
