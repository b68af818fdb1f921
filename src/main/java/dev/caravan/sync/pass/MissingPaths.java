package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.TrashRoom;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.status.DeletionNotices;
import dev.caravan.status.Problems;
import dev.caravan.sync.guard.Gone;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.ListingSchedule;
import dev.caravan.sync.look.Looks;
import dev.caravan.sync.session.FolderIdentity;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds index entries whose file or object was not met, and has the guard judge the deletions that would follow. */
final class MissingPaths {
    private final Index index;
    private final Looks looks;
    private final FolderIdentity identity;
    private final TrashRoom trash;
    private final HeldDeletions held;
    private final Supplier<DeletionJudge> judges;
    private final DoubtedDirectories doubted;
    private final Decider decider;
    private final RetryQueue retries;
    private final ListingSchedule listings;
    private final DeletionNotices notices;
    private final Problems problems;
    private final boolean complete;
    private final Set<Side> stillWaits = EnumSet.noneOf(Side.class);
    private long trashWanted;

    /** @param judges makes the judge of this pass, once all that is in step is known */
    MissingPaths(
            OpenMount open,
            Supplier<DeletionJudge> judges,
            DoubtedDirectories doubted,
            Decider decider,
            RetryQueue retries,
            ListingSchedule listings,
            DeletionNotices notices,
            Problems problems) {
        this.index = open.index();
        this.looks = open.looks();
        this.identity = open.identity();
        this.trash = open.state().trash().room();
        this.held = open.held();
        this.judges = judges;
        this.doubted = doubted;
        this.decider = decider;
        this.retries = retries;
        this.listings = listings;
        this.notices = notices;
        this.problems = problems;
        this.complete = looks.areComplete();
    }

    /**
     * Finds the missing paths that may be acted on. The iterator walks the index lazily.
     *
     * @param listed whether this pass listed the bucket, too
     */
    Iterator<Candidate> find(boolean listed) {
        boolean allFiles = index.local().unseen() == 0;
        if (!listed) {
            return allFiles ? Collections.emptyIterator() : new Allowed(this::mayGoUnlisted, false);
        }
        if (allFiles && index.remote().unseen() == 0 && index.extras() == 0) {
            if (complete) {
                held.finish();
                identity.remember();
                doubted.accept();
            }
            return Collections.emptyIterator();
        }
        if (complete) {
            doubted.judge();
        }
        DeletionJudge judge = judges.get();
        Gone localGone = new Gone();
        Gone remoteGone = new Gone();
        long missingLocally = count(judge, localGone, remoteGone);
        if (complete) {
            doubted.accept();
            if (missingLocally == 0) {
                identity.remember();
            }
        }
        Map<Side, Optional<String>> waiting = judge.judged(localGone, remoteGone, true);
        Map<Side, Optional<String>> others = judge.judged(localGone, remoteGone, false);
        waiting.forEach(notices::tell);
        for (Side each : Side.values()) {
            if (held.waits(each)) {
                stillWaits.add(each);
            }
        }
        return new Allowed(missing -> mayGo(missing, waiting, others), complete);
    }

    /** Counts what is gone on each side; returns how many files are missing whose objects would be deleted. */
    private long count(DeletionJudge judge, Gone localGone, Gone remoteGone) {
        long missingLocally = 0;
        IndexWalk walk = new IndexWalk(index);
        for (Missing missing = next(walk); missing != null; missing = next(walk)) {
            Optional<Side> side = missing.action().deletesOn();
            if (side.isEmpty()) {
                if (missing.action() == Action.FORGET) {
                    noteForgotten(missing.entry(), localGone, remoteGone);
                }
                continue;
            }
            Gone gone = side.get() == Side.REMOTE ? localGone : remoteGone;
            if (held.isApproved(missing.path(), side.get())) {
                gone.addApproved();
                continue;
            }
            missingLocally += side.get() == Side.REMOTE && !missing.extra() ? 1 : 0;
            if (doubted.whyNotGone(missing, side.get()).isEmpty()) {
                gone.add(missing.content(), missing.extra(), judge.isFresh(missing.path()));
            }
        }
        return missingLocally;
    }

    private static void noteForgotten(Entry entry, Gone localGone, Gone remoteGone) {
        if (entry.local() != null) {
            localGone.addForgotten();
        }
        if (entry.remote() != null) {
            remoteGone.addForgotten();
        }
    }

    /**
     * Whether a missing path may be acted on in a pass without a list: a file may be put back, but no object is deleted
     * before a pass has listed the bucket.
     */
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
            held.keepVerdict(missing.path());
            // a path on a disk that is not mounted is not gone
            return missing.action() != Action.FORGET || !doubted.hides(missing.path());
        }
        // while any deletion waits for a person, approvals of others do not excuse newer ones
        Map<Side, Optional<String>> guarded =
                held.isHeld(missing.path(), side.get()) || stillWaits.contains(side.get()) ? waiting : others;
        Optional<String> doubt =
                doubted.whyNotGone(missing, side.get()).or(() -> guarded.getOrDefault(side.get(), Optional.empty()));
        Optional<String> why = doubt.or(() -> side.get() == Side.LOCAL ? trashIsFull(missing) : Optional.empty());
        // an incomplete look or a full trash may pass by itself: only a doubt after complete looks needs a person
        return held.mayGo(missing.path(), side.get(), why, doubt.isPresent() && complete);
    }

    /** Why the trash cannot take the file, if it cannot. The file then stays, unless a person approves its deletion. */
    private Optional<String> trashIsFull(Missing missing) {
        try {
            if (trash.fits(trashWanted + missing.localSize())) {
                trashWanted += missing.localSize();
                return Optional.empty();
            }
            return Optional.of(
                    "the trash is full: trash-size is reached, and nothing in it is older than trash-minimum-age");
        } catch (IOException e) {
            return Optional.of("the trash cannot be looked at: " + e.getMessage());
        }
    }

    private final class Allowed implements Iterator<Candidate> {
        private final Predicate<Missing> mayGo;
        private final boolean complete;
        private final IndexWalk walk = new IndexWalk(index);
        private @Nullable Candidate next;

        /**
         * @param complete whether the walk covers every missing path, so that other held deletions can be released at
         *     its end
         */
        Allowed(Predicate<Missing> mayGo, boolean complete) {
            this.mayGo = mayGo;
            this.complete = complete;
            advance();
        }

        private void advance() {
            Missing missing = MissingPaths.this.next(walk);
            while (missing != null && !mayGo.test(missing)) {
                missing = MissingPaths.this.next(walk);
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

    /** The next entry of which something is missing; null at the end. */
    private @Nullable Missing next(IndexWalk walk) {
        for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
            Missing missing = missing(entry);
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    private @Nullable Missing missing(Entry entry) {
        boolean localUnseen = looks.local().isComplete() && !index.seenLocally(entry);
        boolean remoteUnseen = looks.remote().isComplete() && !index.seenRemotely(entry);
        boolean extra =
                entry.isExtra() && looks.local().isComplete() && looks.remote().isComplete();
        if (!localUnseen && !remoteUnseen && !extra) {
            return null;
        }
        if (retries.isObstructed(entry.path()) || isUnreadable(entry)) {
            held.keepAsIs(entry.path());
            return null;
        }
        boolean goneRemotely = remoteUnseen || (extra && entry.local() != null);
        Candidate candidate = goneRemotely ? Candidate.goneRemotely(entry.path()) : Candidate.goneLocally(entry.path());
        try {
            Action action = decider.decide(candidate).action();
            if (action == Action.SKIP) {
                leaveVerdict(entry.path());
                return null;
            }
            return new Missing(candidate, action, entry);
        } catch (IOException e) {
            held.keepAsIs(entry.path());
            problems.report(entry.path().value(), "cannot be looked at: " + e.getMessage());
            return null;
        }
    }

    /**
     * Keeps the verdict on a path that cannot be acted on now. If it is a rejection, the changed directories above the
     * path stay open, too.
     */
    private void leaveVerdict(RelativePath path) {
        held.keepVerdict(path);
        if (held.isRejected(path, Side.REMOTE)) {
            doubted.leaveOpen(path);
        }
    }

    /** Whether the entry lies below a directory that could not be read, so that it may still be there. */
    private boolean isUnreadable(Entry entry) {
        Set<String> unreadable = looks.local().unreadable();
        String path = entry.path().value();
        for (int slash = path.indexOf('/'); slash > 0 && !unreadable.isEmpty(); slash = path.indexOf('/', slash + 1)) {
            if (unreadable.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
