package dev.caravan.pass;

import dev.caravan.index.Entry;
import dev.caravan.local.LocalVersion;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.reconcile.Reconciler;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.Problems;
import dev.caravan.transfer.Finding;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Completes what was seen of a path with the index and the other side, and has the reconciler decide. */
final class Decider {
    private final OpenMount open;
    private final Problems problems;
    private final FirstRuns firstRuns;
    private final HeldDeletions held;
    private final Map<Side, AtomicLong> modified = Map.of(Side.LOCAL, new AtomicLong(), Side.REMOTE, new AtomicLong());

    Decider(OpenMount open, Problems problems, HeldDeletions held, FirstRuns firstRuns) {
        this.open = open;
        this.held = held;
        this.problems = problems;
        this.firstRuns = firstRuns;
    }

    Decision decide(Seen seen) throws IOException {
        Finding found = find(seen);
        Reconciler reconciler =
                new Reconciler(open.mount().policy(), firstRuns.of(found.path()).orElse(null));
        if (isStillExtra(found)) {
            return new Decision(found, extra(found, seen.mayGo(), reconciler));
        }
        if (found.entry() == null && found.local() != null) {
            open.watch().found(found.path().value());
        }
        Optional<Finding> touched = touched(found);
        Finding finding = touched.orElse(found);
        Action action = reconciler.decide(finding.localChange(), finding.remoteChange());
        if (action == Action.COMPARE) {
            action = compared(finding, reconciler);
        }
        if (action == Action.KEEP && touched.isPresent()) {
            action = Action.ADOPT;
        }
        Optional<Side> side = action.deletesOn();
        if (side.isPresent() && held.isRejected(finding.path(), side.get())) {
            action = restored(side.get());
        }
        finding = action == Action.UPLOAD ? doubted(finding) : finding;
        boolean kept = isOutOfReach(finding, action) || archived(finding, action);
        return new Decision(finding, kept ? Action.KEEP : action);
    }

    /** In a directory that is another one than before a file may be an old one: the object that it replaces is kept. */
    private Finding doubted(Finding finding) {
        Entry entry = finding.entry();
        if (entry == null || !open.watch().isDoubtful(finding.path().value())) {
            return finding;
        }
        open.watch().doubts(entry);
        Entry unlike = new Entry(entry.path(), entry.local(), entry.remote(), entry.sha256(), Entry.Standing.UNLIKE);
        return new Finding(finding.path(), unlike, finding.local(), finding.remote(), finding.remoteAssumed());
    }

    /** What a person wants who rejects a deletion: the path on both sides, as far as the mount goes that way. */
    private Action restored(Side side) {
        if (side == Side.REMOTE) {
            return Action.DOWNLOAD;
        }
        return open.mount().policy().direction() == Direction.DOWNLOAD ? Action.UNLIKE : Action.UPLOAD;
    }

    /** Whether the path is as a first run left it, on the losing side alone. */
    private static boolean isStillExtra(Finding found) {
        Entry entry = found.entry();
        return entry != null
                && entry.isExtra()
                && found.localChange() == (entry.local() == null ? Change.ABSENT : Change.UNCHANGED)
                && found.remoteChange() == (entry.remote() == null ? Change.ABSENT : Change.UNCHANGED);
    }

    private Action extra(Finding found, boolean mayGo, Reconciler reconciler) {
        boolean onlyLocal = found.local() != null;
        boolean wanted = held.isRejected(found.path(), onlyLocal ? Side.LOCAL : Side.REMOTE);
        if (wanted || open.mount().policy().deletions() == Deletions.KEEP) {
            return reconciler.left(onlyLocal);
        }
        if (!mayGo) {
            return Action.KEEP;
        }
        return onlyLocal ? Action.DELETE_LOCAL : Action.DELETE_REMOTE;
    }

    /** Nothing is done in a directory that is not the one that it was. */
    private boolean isOutOfReach(Finding finding, Action action) throws IOException {
        String path = finding.path().value();
        Optional<String> why = Optional.empty();
        if (action == Action.DOWNLOAD || action == Action.CONFLICT) {
            why = open.watch().whyNothingMayCome(path);
            // a person who wants it back wants it in a new directory, too
            if (held.isRejected(finding.path(), Side.REMOTE) && !open.watch().isOnOtherDisk(path)) {
                why = Optional.empty();
            }
        } else if (action == Action.UPLOAD || action == Action.DELETE_LOCAL) {
            why = open.watch().why(path);
        }
        why.ifPresent(text -> problems.report(path, "cannot be reached: " + text));
        return why.isPresent();
    }

    /** A path is acted upon: this pass found it modified on a side. */
    void noteModified(Finding finding) {
        note(Side.LOCAL, finding.localChange());
        note(Side.REMOTE, finding.remoteChange());
    }

    private void note(Side side, Change change) {
        if (change == Change.MODIFIED) {
            modified.getOrDefault(side, new AtomicLong()).incrementAndGet();
        }
    }

    /** How many paths that the index knows have another content on a side. */
    long modified(Side side) {
        return modified.getOrDefault(side, new AtomicLong()).get();
    }

    /** A file whose times changed and whose content did not is no modified file. */
    private Optional<Finding> touched(Finding found) throws IOException {
        Entry entry = found.entry();
        LocalVersion local = found.local();
        if (entry == null || local == null || found.localChange() != Change.MODIFIED) {
            return Optional.empty();
        }
        if (!open.contents().isUnchanged(found.path(), local, entry)) {
            return Optional.empty();
        }
        Entry same = new Entry(entry.path(), local, entry.remote(), entry.sha256(), entry.standing());
        return Optional.of(new Finding(found.path(), same, local, found.remote(), found.remoteAssumed()));
    }

    private Finding find(Seen seen) throws IOException {
        RelativePath path = seen.path();
        Entry entry = open.index().find(path).orElse(null);
        LocalVersion local = open.folder().look(path).orElse(null);
        RemoteVersion indexed = entry == null ? null : entry.remote();
        RemoteVersion remote = switch (seen.bucket()) {
            case AS_INDEXED -> indexed;
            case SEEN -> seen.remote();
            case ASK -> open.bucket().head(path).map(ObjectHead::version).orElse(null);
        };
        boolean assumed = seen.bucket() == Seen.InBucket.AS_INDEXED;
        noteSeen(path, entry, local, assumed ? null : remote);
        Finding found = new Finding(path, entry, local, remote, assumed);
        // an extra that was changed since is no extra any more
        return entry == null || !entry.isExtra() || isStillExtra(found)
                ? found
                : new Finding(path, null, local, remote, assumed);
    }

    /** A side that changed is not missing: its old version counts as seen. */
    private void noteSeen(
            RelativePath path, @Nullable Entry entry, @Nullable LocalVersion local, @Nullable RemoteVersion remote) {
        if (entry != null && entry.local() != null && local != null) {
            open.index().seeLocal(path.value(), entry.local());
        }
        if (entry != null && entry.remote() != null && remote != null) {
            open.index().seeRemote(path.value(), entry.remote());
        }
    }

    private Action compared(Finding finding, Reconciler reconciler) throws IOException {
        if (open.contents().equal(finding)) {
            return Action.ADOPT;
        }
        return reconciler.differing(finding.localChange(), finding.remoteChange(), localIsNewer(finding));
    }

    /** By the times that the contents were modified, as far as the object's metadata tells. */
    boolean localIsNewer(Finding finding) {
        LocalVersion local = finding.local();
        RemoteVersion remote = finding.remote();
        if (local == null || remote == null || finding.remoteAssumed()) {
            return local != null;
        }
        Optional<ObjectHead> head = open.bucket().head(finding.path());
        Instant there = head.filter(now -> now.version().same(remote))
                .map(ObjectHead::modified)
                .orElse(remote.modified());
        return Instant.ofEpochSecond(0, local.modified()).isAfter(there);
    }

    /** An archived object cannot be read: what would need its content waits until somebody restores it. */
    private boolean archived(Finding finding, Action action) {
        RemoteVersion remote = finding.remote();
        boolean needsContent = action == Action.DOWNLOAD
                || action == Action.CONFLICT
                || ((action == Action.UPLOAD || action == Action.DELETE_REMOTE) && !finding.remoteWasInStep());
        if (remote == null || !remote.archived() || !needsContent) {
            return false;
        }
        problems.report(
                finding.path().value(),
                "is archived in S3: restore it there, then it is synchronized (nothing was deleted)");
        return true;
    }
}
