package dev.caravan.reconcile;

import static dev.caravan.reconcile.Action.COMPARE;
import static dev.caravan.reconcile.Action.CONFLICT;
import static dev.caravan.reconcile.Action.DELETE_LOCAL;
import static dev.caravan.reconcile.Action.DELETE_REMOTE;
import static dev.caravan.reconcile.Action.DOWNLOAD;
import static dev.caravan.reconcile.Action.EXTRA;
import static dev.caravan.reconcile.Action.FORGET;
import static dev.caravan.reconcile.Action.LEAVE;
import static dev.caravan.reconcile.Action.SKIP;
import static dev.caravan.reconcile.Action.UPLOAD;
import static dev.caravan.reconcile.Change.ABSENT;
import static dev.caravan.reconcile.Change.CREATED;
import static dev.caravan.reconcile.Change.DELETED;
import static dev.caravan.reconcile.Change.MODIFIED;
import static dev.caravan.reconcile.Change.UNCHANGED;

import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Policy;
import org.jspecify.annotations.Nullable;

/** The one place that decides what to do about a path, given how its two sides have changed. */
public final class Reconciler {
    private final Policy policy;
    private final @Nullable FirstRun firstRun;

    public Reconciler(Policy policy, @Nullable FirstRun firstRun) {
        this.policy = policy;
        this.firstRun = firstRun;
    }

    /** What to do; {@link Action#COMPARE} where that depends on the contents. */
    public Action decide(Change local, Change remote) {
        if (local.isGone() && remote.isGone()) {
            return FORGET;
        }
        if (local == UNCHANGED && remote == UNCHANGED) {
            return SKIP;
        }
        if (firstRun != null && unknown(local, remote)) {
            return firstRun(local, remote, firstRun);
        }
        return switch (direction()) {
            case UPLOAD -> upload(local, remote);
            case DOWNLOAD -> download(local, remote);
            case TWO_WAY -> twoWay(local, remote);
        };
    }

    /** What to do once a comparison has shown that the contents differ. */
    public Action differing(Change local, Change remote, boolean localIsNewer) {
        if (firstRun != null && unknown(local, remote)) {
            return firstRunWinner(firstRun.winner(), localIsNewer);
        }
        return switch (direction()) {
            case UPLOAD -> UPLOAD;
            case DOWNLOAD -> DOWNLOAD;
            case TWO_WAY -> conflict(localIsNewer);
        };
    }

    /** Makes the bucket match the folder, for every path that the folder has or had; leaves other objects alone. */
    private Action upload(Change local, Change remote) {
        return switch (local) {
            case ABSENT -> remote == UNCHANGED ? SKIP : LEAVE;
            case DELETED -> remote == CREATED ? LEAVE : mirror(DELETE_REMOTE);
            case UNCHANGED, CREATED -> remote.isGone() ? UPLOAD : COMPARE;
            case MODIFIED -> remote.isGone() || remote == UNCHANGED ? UPLOAD : COMPARE;
        };
    }

    /** The mirror image of {@link #upload}. */
    private Action download(Change local, Change remote) {
        return switch (remote) {
            case ABSENT -> local == UNCHANGED ? SKIP : LEAVE;
            case DELETED -> local == CREATED ? LEAVE : mirror(DELETE_LOCAL);
            case UNCHANGED -> local == CREATED ? COMPARE : DOWNLOAD;
            case CREATED -> local.isGone() ? DOWNLOAD : COMPARE;
            case MODIFIED -> local.isGone() || local == UNCHANGED ? DOWNLOAD : COMPARE;
        };
    }

    private Action twoWay(Change local, Change remote) {
        return switch (local) {
            case ABSENT -> remote == UNCHANGED ? SKIP : DOWNLOAD;
            case DELETED -> remote == UNCHANGED ? mirror(DELETE_REMOTE) : DOWNLOAD;
            case UNCHANGED -> twoWayUnchanged(remote);
            case CREATED -> remote.isGone() ? UPLOAD : COMPARE;
            case MODIFIED -> remote.isGone() || remote == UNCHANGED ? UPLOAD : COMPARE;
        };
    }

    private Action twoWayUnchanged(Change remote) {
        return switch (remote) {
            case ABSENT, UNCHANGED -> SKIP;
            case CREATED -> COMPARE;
            case MODIFIED -> DOWNLOAD;
            case DELETED -> mirror(DELETE_LOCAL);
        };
    }

    private Action mirror(Action deletion) {
        return policy.deletions() == Deletions.MIRROR ? deletion : LEAVE;
    }

    private Action conflict(boolean localIsNewer) {
        return switch (policy.conflicts()) {
            case KEEP_BOTH -> CONFLICT;
            case LOCAL -> UPLOAD;
            case S3 -> DOWNLOAD;
            case NEWER -> localIsNewer ? UPLOAD : DOWNLOAD;
        };
    }

    private Action firstRun(Change local, Change remote, FirstRun run) {
        if (local == CREATED && remote == CREATED) {
            return COMPARE;
        }
        boolean onlyLocal = local == CREATED;
        InitialDirection loser = onlyLocal ? InitialDirection.S3 : InitialDirection.LOCAL;
        if (run.winner() == loser) {
            return extra(onlyLocal, run);
        }
        return onlyLocal ? UPLOAD : DOWNLOAD;
    }

    /** What to do about a path that only the losing side has. */
    private Action extra(boolean onlyLocal, FirstRun run) {
        if (policy.initialExtras() == InitialExtras.TRASH
                && policy.deletions() == Deletions.MIRROR
                && !run.afterLoss()) {
            return EXTRA;
        }
        return left(onlyLocal);
    }

    /**
     * What to do about a path that only one side has, and that is not to be deleted.
     *
     * @param onlyLocal whether that side is the folder
     */
    public Action left(boolean onlyLocal) {
        Direction against = onlyLocal ? Direction.DOWNLOAD : Direction.UPLOAD;
        if (policy.direction() == against) {
            return LEAVE;
        }
        return onlyLocal ? UPLOAD : DOWNLOAD;
    }

    private Action firstRunWinner(InitialDirection winner, boolean localIsNewer) {
        boolean keepsBoth = policy.direction() == Direction.TWO_WAY && policy.conflicts() == ConflictPolicy.KEEP_BOTH;
        if (winner == InitialDirection.MERGE && keepsBoth) {
            return CONFLICT;
        }
        boolean local = winner == InitialDirection.LOCAL || (winner == InitialDirection.MERGE && localIsNewer);
        return local ? UPLOAD : DOWNLOAD;
    }

    /** The direction of this pass. A first run that overrides the index goes in the direction of its winner. */
    private Direction direction() {
        if (firstRun == null || !firstRun.overridesIndex()) {
            return policy.direction();
        }
        return switch (firstRun.winner()) {
            case LOCAL -> Direction.UPLOAD;
            case S3 -> Direction.DOWNLOAD;
            case MERGE, AUTO -> Direction.TWO_WAY;
        };
    }

    private static boolean unknown(Change local, Change remote) {
        return (local == ABSENT || local == CREATED) && (remote == ABSENT || remote == CREATED);
    }
}
