package dev.caravan.sync.look;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.Location;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The objects that bucket events have named since the last pass. Events may come late, twice, or in any order, so they
 * only say where to look. Safe for several threads.
 */
public final class BucketEvents {
    /** Beyond this number of objects, a list is faster than a look at each. */
    private static final int MOST = 1_000;

    private final Location location;
    private final ListingSchedule listings;
    private final Journal journal;
    private final Set<Stored> stored = new LinkedHashSet<>();
    private final Set<String> removed = new HashSet<>();
    private boolean missed;

    /**
     * A stored version. Versions of a path are kept apart, so that a late event for a settled one does not hide
     * another.
     */
    private record Stored(String path, RemoteVersion version) {}

    public BucketEvents(Location location, ListingSchedule listings, Journal journal) {
        this.location = location;
        this.listings = listings;
        this.journal = journal;
    }

    /** An object was created or replaced. */
    public synchronized void stored(String key, RemoteVersion version) {
        if (hasRoomFor(key)) {
            stored.add(new Stored(location.relative(key), version));
        }
    }

    /** An object was removed. */
    public synchronized void removed(String key) {
        if (hasRoomFor(key)) {
            removed.add(location.relative(key));
        }
    }

    private boolean hasRoomFor(String key) {
        boolean room = stored.size() + removed.size() < MOST;
        if (!room) {
            listings.want("more than " + MOST + " events came since the last pass");
        }
        return room && key.startsWith(location.prefix());
    }

    /** A message could not be read, so nobody knows what changed: the next pass lists the bucket. */
    public void unreadable(String why) {
        journal.publish(new MountEvent.BucketEventUnreadable(why));
        listings.want("an event could not be read");
    }

    /** Events cannot be received: until {@link #resumed}, each pass lists the bucket. */
    public synchronized void unavailable(String why) {
        if (!missed) {
            journal.publish(new MountEvent.BucketEventsUnavailable(why));
        }
        missed = true;
    }

    /** The queue answers. If it did not before, the next pass lists the bucket. */
    public synchronized void resumed() {
        if (missed) {
            journal.publish(new MountEvent.BucketEventsResumed());
            listings.want("events may have been missed");
        }
        missed = false;
    }

    /** Asks for a list if events were missed, or if a known object was removed. */
    public synchronized void wantListIfNeeded(Index index) {
        if (missed) {
            listings.want("bucket-events do not come");
        }
        if (removed.stream().anyMatch(path -> isKnown(path, index))) {
            listings.want("an object was removed");
        }
        removed.clear();
    }

    private static boolean isKnown(String path, Index index) {
        if (path.endsWith("/")) {
            String directory = path.substring(0, path.length() - 1);
            return PathRules.fault(directory).isEmpty()
                    && index.markers().find(new RelativePath(directory)).isPresent();
        }
        return PathRules.fault(path).isEmpty()
                && index.find(new RelativePath(path)).map(Entry::remote).isPresent();
    }

    /**
     * The objects stored since the last call that need attention; empty if this pass lists the bucket, as the list
     * shows them anyway.
     */
    public synchronized List<Candidate> takeCandidates(RemoteLook look) {
        if (listings.isListed()) {
            return List.of();
        }
        List<Candidate> told = stored.stream()
                .map(object -> look.candidateFor(object.path(), object.version()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        stored.clear();
        return told;
    }

    /** Forgets all events so far, as a list makes them obsolete. */
    public synchronized void forget() {
        stored.clear();
        removed.clear();
    }
}
