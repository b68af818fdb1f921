package dev.caravan.pass;

import dev.caravan.guard.Evidence;
import dev.caravan.guard.Guard;
import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.Action;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds index entries whose file or object was not met, and has the guard judge the deletions that would follow. */
final class MissingPaths {
    private final OpenMount open;
    private final Decider decider;
    private final Guard guard;
    private final Journal journal;
    private final Problems problems;

    MissingPaths(OpenMount open, Decider decider, Guard guard, Journal journal, Problems problems) {
        this.open = open;
        this.decider = decider;
        this.guard = guard;
        this.journal = journal;
        this.problems = problems;
    }

    /** A path that is missing on at least one side, and what would follow. */
    private record Missing(Seen seen, Action action) {}

    /** What is missing and may be acted on. The walk over the index goes on as the iterator is asked. */
    Iterator<Seen> find() {
        Index index = open.index();
        if (index.local().unseen() == 0 && index.remote().unseen() == 0) {
            return List.<Seen>of().iterator();
        }
        long localGone = 0;
        long remoteGone = 0;
        Walk count = new Walk();
        for (Missing missing = count.next(); missing != null; missing = count.next()) {
            localGone += missing.action() == Action.DELETE_REMOTE ? 1 : 0;
            remoteGone += missing.action() == Action.DELETE_LOCAL ? 1 : 0;
        }
        LocalLook local = open.localLook();
        RemoteLook remote = open.remoteLook();
        boolean complete = local.isComplete() && remote.isComplete();
        Optional<String> holdRemote = guard.holds(
                "the folder",
                new Evidence(complete, local.found(), index.local().size(), localGone));
        Optional<String> holdLocal = guard.holds(
                "the bucket",
                new Evidence(complete, remote.found(), index.remote().size(), remoteGone));
        holdRemote.ifPresent(why -> journal.warn("held deletions in S3: " + why));
        holdLocal.ifPresent(why -> journal.warn("held local deletions: " + why));
        return new Allowed(holdRemote.isPresent(), holdLocal.isPresent());
    }

    private final class Allowed implements Iterator<Seen> {
        private final boolean holdRemote;
        private final boolean holdLocal;
        private final Walk walk = new Walk();
        private @Nullable Seen next;

        Allowed(boolean holdRemote, boolean holdLocal) {
            this.holdRemote = holdRemote;
            this.holdLocal = holdLocal;
            advance();
        }

        private void advance() {
            Missing missing = walk.next();
            while (missing != null && isHeld(missing.action())) {
                missing = walk.next();
            }
            next = missing == null ? null : missing.seen();
        }

        private boolean isHeld(Action action) {
            return (action == Action.DELETE_REMOTE && holdRemote) || (action == Action.DELETE_LOCAL && holdLocal);
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Seen next() {
            Seen current = next;
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
        if (!localUnseen && !remoteUnseen) {
            return null;
        }
        Seen seen = remoteUnseen ? Seen.goneRemotely(entry.path()) : Seen.locally(entry.path());
        try {
            Action action = decider.decide(seen).action();
            return action == Action.KEEP ? null : new Missing(seen, action);
        } catch (IOException e) {
            problems.report(entry.path().value(), "cannot be looked at: " + e.getMessage());
            return null;
        }
    }
}
