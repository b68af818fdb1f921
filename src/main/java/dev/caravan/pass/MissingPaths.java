package dev.caravan.pass;

import dev.caravan.guard.Evidence;
import dev.caravan.guard.Guard;
import dev.caravan.index.DeletionHistory;
import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.DeletionNotices;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds index entries whose file or object was not met, and has the guard judge the deletions that would follow. */
final class MissingPaths {
    private final OpenMount open;
    private final Decider decider;
    private final InFlight inFlight;
    private final Guard guard;
    private final HeldDeletions held;
    private final ListingSchedule listings;
    private final Journal journal;
    private final DeletionNotices notices;
    private final Problems problems;
    private final Set<String> strangeWithMissing = new HashSet<>();
    private final Set<Side> stillWaits = EnumSet.noneOf(Side.class);
    private long trashWanted;
    private boolean complete;
    private boolean anyFresh;
    private long brought;

    MissingPaths(
            OpenMount open,
            Decider decider,
            InFlight inFlight,
            Guard guard,
            HeldDeletions held,
            ListingSchedule listings,
            Journal journal,
            DeletionNotices notices,
            Problems problems) {
        this.open = open;
        this.decider = decider;
        this.inFlight = inFlight;
        this.guard = guard;
        this.held = held;
        this.listings = listings;
        this.journal = journal;
        this.notices = notices;
        this.problems = problems;
    }

    /** A path that is missing on at least one side, and what would follow. */
    private record Missing(Candidate candidate, Action action, Entry entry) {
        RelativePath path() {
            return candidate.path();
        }

        String content() {
            return MissingPaths.content(entry);
        }

        boolean extra() {
            return entry.isExtra();
        }

        long localSize() {
            return entry.local() == null ? 0 : entry.local().size();
        }
    }

    /**
     * What is missing and may be acted on. The walk over the index goes on as the iterator is asked.
     *
     * @param listed whether the bucket was looked at in this pass, too
     * @param began when this pass began
     */
    Iterator<Candidate> find(boolean listed, Instant began) {
        Index index = open.index();
        complete = open.localLook().isComplete() && open.remoteLook().isComplete();
        if (!listed) {
            return index.local().unseen() == 0
                    ? List.<Candidate>of().iterator()
                    : new Allowed(missing -> mayGoUnlisted(missing), false);
        }
        if (index.local().unseen() == 0 && index.remote().unseen() == 0 && index.extras() == 0) {
            if (complete) {
                held.finish();
                open.rememberPlace();
                settle(Set.of());
            }
            return List.<Candidate>of().iterator();
        }
        if (complete) {
            doubt();
        }
        if (!open.clock().isDoubtful()) {
            history().forgetBefore(open.clock().ago(Guard.WINDOW));
        }
        // what this pass brought is new, too
        index.flush();
        anyFresh = history().fresh() > 0;
        brought = history().freshSince(began);
        Gone localGone = new Gone(new Gone(null));
        Gone remoteGone = new Gone(new Gone(null));
        long missingLocally = 0;
        Walk count = new Walk();
        for (Missing missing = count.next(); missing != null; missing = count.next()) {
            Optional<Side> side = missing.action().deletesOn();
            if (side.isEmpty()) {
                if (missing.action() == Action.FORGET) {
                    localGone.forgotten += missing.entry().local() == null ? 0 : 1;
                    remoteGone.forgotten += missing.entry().remote() == null ? 0 : 1;
                }
                continue;
            }
            if (held.isApproved(missing.path(), side.get())) {
                (side.get() == Side.REMOTE ? localGone : remoteGone).approved++;
                continue;
            }
            missingLocally += side.get() == Side.REMOTE && !missing.extra() ? 1 : 0;
            if (strange(missing, side.get()).isEmpty()) {
                (side.get() == Side.REMOTE ? localGone : remoteGone).add(missing, isFresh(missing));
            }
        }
        if (complete) {
            settle(strangeWithMissing);
            if (missingLocally == 0) {
                open.rememberPlace();
            }
        }
        Map<Side, Optional<String>> waiting = judged(localGone, remoteGone, true);
        Map<Side, Optional<String>> others = judged(localGone, remoteGone, false);
        waiting.forEach(notices::tell);
        for (Side each : Side.values()) {
            if (held.waits(each)) {
                stillWaits.add(each);
            }
        }
        return new Allowed(missing -> mayGo(missing, waiting, others), complete);
    }

    /**
     * Directories are from now on what they are. What was doubted in them and is not done yet would replace its object
     * without a copy in a later pass: it goes on as what a person wants to be unlike.
     */
    private void settle(Set<String> missingBelow) {
        for (Entry doubted : open.watch().doubtedBelow(missingBelow)) {
            open.index()
                    .find(doubted.path())
                    .filter(now -> now.inStep() && open.index().seenRemotely(now))
                    .filter(now -> Objects.equals(now.local(), doubted.local()))
                    .ifPresent(now -> open.index().record(Entry.unlike(now.path(), now.local(), now.remote())));
        }
        open.index().flush();
        open.watch().settle(missingBelow);
    }

    /** Of the directories that may be others than they look like those are, of which nothing known was met. */
    private void doubt() {
        try {
            open.watch().lookAgain();
        } catch (IOException e) {
            journal.publish(new MountEvent.Excused(e));
        }
        Set<String> without = new HashSet<>(open.watch().doubtful());
        if (without.isEmpty()) {
            return;
        }
        Set<String> with = new HashSet<>();
        Set<String> known = new HashSet<>();
        open.index().forEach(entry -> {
            String path = entry.path().value();
            if (entry.local() == null
                    || entry.standing() == Entry.Standing.UNLIKE
                    || open.watch().isFresh(path)) {
                return;
            }
            boolean met = open.index().seenLocally(entry) && !open.localLook().isBrought(path);
            for (String directory : open.watch().above(path)) {
                if (without.contains(directory)) {
                    known.add(directory);
                    if (met) {
                        with.add(directory);
                    }
                }
            }
        });
        known.removeAll(with);
        known.forEach(directory -> {
            open.watch().holdsNothingKnown(directory);
            problems.report(
                    directory.isEmpty() ? "." : directory,
                    "is not the directory that it was: "
                            + open.watch().why(directory + "/-").orElse(""));
            open.watch().freshBelow(directory).forEach(this::provesNothing);
        });
    }

    /** What came from another disk in this pass must not prove in the next one that the disk is the right one. */
    private void provesNothing(String path) {
        open.index()
                .find(new RelativePath(path))
                .filter(Entry::inStep)
                .ifPresent(now -> open.index().record(Entry.unlike(now.path(), now.local(), now.remote())));
    }

    /**
     * Why deletions are held on each side, if they are.
     *
     * @param waiting whether of paths that were held before: what a person approved since does not let go of these
     */
    private Map<Side, Optional<String>> judged(Gone localGone, Gone remoteGone, boolean waiting) {
        return Map.of(
                Side.REMOTE,
                judged(Side.LOCAL, localGone, waiting),
                Side.LOCAL,
                judged(Side.REMOTE, remoteGone, waiting));
    }

    /** What is new may not excuse that much of what was there is gone: those are judged by themselves, too. */
    private Optional<String> judged(Side side, Gone gone, boolean waiting) {
        return holds(side, gone, count -> evidence(side, gone, count, waiting, true))
                .or(() -> {
                    Gone old = gone.old;
                    return old == null || (old.count == gone.count && !anyFresh)
                            ? Optional.empty()
                            : holds(side, old, count -> evidence(side, gone, count, waiting, false))
                                    .map(why -> why + ", not counting those that are new");
                });
    }

    private DeletionHistory history() {
        return open.index().ledger().deletions();
    }

    private boolean isFresh(Missing missing) {
        return anyFresh && history().isFresh(missing.path());
    }

    /** Why nothing can be said of a path that is missing in the folder. */
    private Optional<String> strange(Missing missing, Side deletedOn) {
        if (deletedOn != Side.REMOTE) {
            return Optional.empty();
        }
        String path = missing.path().value();
        strangeWithMissing.addAll(open.watch().changedAbove(path));
        String lies = open.folder().lies(missing.path());
        if (missing.entry().standing() == Entry.Standing.UNLIKE && open.watch().mayBeOnAnotherDisk(lies)) {
            return Optional.of("it may lie on another disk than the one that is there");
        }
        return open.watch().why(path).or(() -> open.watch().why(lies));
    }

    /** What is missing in the folder may be put back; before it is deleted in the bucket, that is listed. */
    private boolean mayGoUnlisted(Missing missing) {
        boolean deletes = missing.action().deletesOn().isPresent();
        if (deletes) {
            listings.wantAtOnce("a path is missing in the folder");
        }
        return !deletes;
    }

    private boolean mayGo(Missing missing, Map<Side, Optional<String>> waiting, Map<Side, Optional<String>> others) {
        Optional<Side> side = missing.action().deletesOn();
        if (side.isEmpty()) {
            held.restoring(missing.path());
            // what lies on a disk that is not mounted is not gone
            return missing.action() != Action.FORGET
                    || open.watch().why(missing.path().value()).isEmpty();
        }
        // while something waits, what a person approved excuses nothing that came since
        Map<Side, Optional<String>> guarded =
                held.isHeld(missing.path(), side.get()) || stillWaits.contains(side.get()) ? waiting : others;
        Optional<String> doubt =
                strange(missing, side.get()).or(() -> guarded.getOrDefault(side.get(), Optional.empty()));
        Optional<String> why = doubt.or(() -> side.get() == Side.LOCAL ? trashIsFull(missing) : Optional.empty());
        // what could not be seen as a whole is seen in another pass, and a trash that is full is emptied
        return held.mayGo(missing.path(), side.get(), why, doubt.isPresent() && complete);
    }

    /** What the trash cannot take stays where it is, until a person says otherwise. */
    private Optional<String> trashIsFull(Missing missing) {
        try {
            if (open.state().trash().room().fits(trashWanted + missing.localSize())) {
                trashWanted += missing.localSize();
                return Optional.empty();
            }
            return Optional.of(
                    "the trash is full: trash-size is reached, and nothing in it is older than trash-minimum-age");
        } catch (IOException e) {
            return Optional.of("the trash cannot be looked at: " + e.getMessage());
        }
    }

    /** How many paths are gone on a side, and how many of them had each content. */
    private static final class Gone {
        private final Map<String, Integer> contents = new HashMap<>();
        private final @Nullable Gone old;
        private long count;
        private long extras;
        private long approved;
        private long forgotten;

        /** @param old takes those that are not new */
        Gone(@Nullable Gone old) {
            this.old = old;
        }

        Gone copy() {
            Gone copy = new Gone(null);
            copy.contents.putAll(contents);
            return copy;
        }

        void add(Missing missing, boolean fresh) {
            if (old != null && !fresh) {
                old.add(missing, false);
            }
            contents.merge(missing.content(), 1, Integer::sum);
            count++;
            extras += missing.extra() ? 1 : 0;
        }

        boolean has(String content) {
            return contents.containsKey(content);
        }

        /** Whether there is one gone that another with its content, which is there, excuses: each excuses one. */
        boolean excuse(String content) {
            Integer left = contents.get(content);
            if (left == null) {
                return false;
            }
            if (left == 1) {
                contents.remove(content);
            } else {
                contents.put(content, left - 1);
            }
            return true;
        }
    }

    /** Contents that both sides hold under a name that is new were moved, not lost: they do not count. */
    private Optional<String> holds(Side side, Gone gone, LongFunction<Evidence> evidence) {
        Optional<String> strangers = nothingAlike(side, gone);
        Evidence all = evidence.apply(gone.count);
        Optional<String> why = strangers.or(() -> guard.holds(side, all));
        // of a look that cannot be relied on nothing is excused
        if (strangers.isPresent() || why.isEmpty() || !all.reliable()) {
            return why;
        }
        Gone left = gone.copy();
        long[] moved = {0};
        open.index().forEach(entry -> {
            boolean there = entry.both()
                    && open.index().seenLocally(entry)
                    && open.index().seenRemotely(entry);
            // what was there all the time under its name was not moved
            moved[0] +=
                    there && left.has(content(entry)) && history().isFresh(entry.path()) && left.excuse(content(entry))
                            ? 1
                            : 0;
        });
        return guard.holds(side, evidence.apply(gone.count - moved[0]));
    }

    /** Where a first run would take everything away from the losing side, the two may not belong together. */
    private Optional<String> nothingAlike(Side side, Gone gone) {
        long found = side == Side.LOCAL
                ? open.remoteLook().found()
                : open.localLook().found();
        Side other = side == Side.LOCAL ? Side.REMOTE : Side.LOCAL;
        return gone.extras > 0 && gone.extras >= found
                ? Optional.of("nothing that " + other.noun() + " holds is in " + side.noun()
                        + ": folder, bucket or prefix may be another one than was meant")
                : Optional.empty();
    }

    private static String content(Entry entry) {
        RemoteVersion remote = entry.remote();
        return entry.sha256() != null ? entry.sha256() : remote == null ? "" : remote.etag() + "/" + remote.size();
    }

    /** @param freshToo whether paths that are new count */
    private Evidence evidence(Side side, Gone all, long gone, boolean waiting, boolean freshToo) {
        boolean local = side == Side.LOCAL;
        // what went on both sides is no longer known on either, and what this pass brought was not
        long indexed =
                (local ? open.index().local().size() : open.index().remote().size()) - all.forgotten - brought;
        long known = all.extras == 0
                ? indexed
                : Math.min(
                        indexed + all.extras,
                        local ? open.remoteLook().found() : open.localLook().found());
        return new Evidence(
                complete,
                !local || open.isSamePlace(),
                local ? open.localLook().found() : open.remoteLook().found(),
                known - (waiting ? all.approved : 0) - (freshToo ? 0 : history().fresh() - brought),
                gone,
                freshToo ? decider.modified(side) : 0,
                recent(local ? Side.REMOTE : Side.LOCAL, all, waiting, freshToo));
    }

    private long recent(Side deletedOn, Gone all, boolean waiting, boolean freshToo) {
        long alone = history().count(deletedOn, false, freshToo);
        return waiting ? alone + all.approved + history().count(deletedOn, true, freshToo) : alone;
    }

    private final class Allowed implements Iterator<Candidate> {
        private final Predicate<Missing> mayGo;
        private final boolean complete;
        private final Walk walk = new Walk();
        private @Nullable Candidate next;

        /** @param complete whether the walk asks about every path that is missing */
        Allowed(Predicate<Missing> mayGo, boolean complete) {
            this.mayGo = mayGo;
            this.complete = complete;
            advance();
        }

        private void advance() {
            Missing missing = walk.next();
            while (missing != null && !mayGo.test(missing)) {
                missing = walk.next();
            }
            next = missing == null ? null : missing.candidate();
            if (missing == null && complete) {
                held.finish();
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Candidate next() {
            Candidate current = next;
            if (current == null) {
                throw new NoSuchElementException();
            }
            advance();
            return current;
        }
    }

    /** Goes over the index in pages. */
    private final class Walk {
        private final Deque<Entry> page = new ArrayDeque<>();
        private @Nullable RelativePath after;
        private boolean ended;

        @Nullable
        Missing next() {
            while (true) {
                if (page.isEmpty() && !turn()) {
                    return null;
                }
                Missing missing = missing(page.remove());
                if (missing != null) {
                    return missing;
                }
            }
        }

        private boolean turn() {
            if (!ended) {
                page.addAll(open.index().after(after));
                ended = page.isEmpty();
                after = ended ? after : page.getLast().path();
            }
            return !ended;
        }
    }

    private @Nullable Missing missing(Entry entry) {
        boolean localUnseen = open.localLook().isComplete() && !open.index().seenLocally(entry);
        boolean remoteUnseen = open.remoteLook().isComplete() && !open.index().seenRemotely(entry);
        boolean extra = entry.isExtra()
                && open.localLook().isComplete()
                && open.remoteLook().isComplete();
        if (!localUnseen && !remoteUnseen && !extra) {
            return null;
        }
        if (inFlight.isObstructed(entry.path()) || isUnreadable(entry)) {
            held.cannotTell(entry.path());
            return null;
        }
        boolean goneRemotely = remoteUnseen || (extra && entry.local() != null);
        Candidate candidate = goneRemotely ? Candidate.goneRemotely(entry.path()) : Candidate.goneLocally(entry.path());
        try {
            Action action = decider.decide(candidate).action();
            if (action == Action.KEEP) {
                keepsVerdict(entry.path());
                return null;
            }
            return new Missing(candidate, action, entry);
        } catch (IOException e) {
            held.cannotTell(entry.path());
            problems.report(entry.path().value(), "cannot be looked at: " + e.getMessage());
            return null;
        }
    }

    /** What a person wants back and cannot have now is not settled: neither the path nor the directories above it. */
    private void keepsVerdict(RelativePath path) {
        held.restoring(path);
        if (held.isRejected(path, Side.REMOTE)) {
            strangeWithMissing.addAll(open.watch().changedAbove(path.value()));
        }
    }

    /** Nothing can be said of what lies in a directory that may not be read. */
    private boolean isUnreadable(Entry entry) {
        Set<String> unreadable = open.localLook().unreadable();
        String path = entry.path().value();
        for (int slash = path.indexOf('/'); slash > 0 && !unreadable.isEmpty(); slash = path.indexOf('/', slash + 1)) {
            if (unreadable.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
