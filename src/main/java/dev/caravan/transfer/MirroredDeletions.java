package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.ChangedException;
import dev.caravan.local.Folder;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.client.SentOnce;
import java.io.IOException;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/** Mirrors deletions, each after a last look at the side that is to lose the path. */
public final class MirroredDeletions {
    private final Folder folder;
    private final Bucket bucket;
    private final Conditions conditions;
    private final Index index;
    private final BiPredicate<RelativePath, Side> approved;
    private final TrashBins bins;

    /** @param approved whether a person wants a path deleted on a side, whatever the guard says */
    public MirroredDeletions(
            Folder folder,
            Bucket bucket,
            Conditions conditions,
            Index index,
            BiPredicate<RelativePath, Side> approved,
            TrashBins bins) {
        this.folder = folder;
        this.bucket = bucket;
        this.conditions = conditions;
        this.index = index;
        this.approved = approved;
        this.bins = bins;
    }

    /** Moves the file into the trash, once the store has confirmed that the object is gone. */
    public Completed deleteLocal(PathState pathState) throws IOException {
        RelativePath path = pathState.path();
        if (bucket.head(path).isPresent()) {
            throw new ChangedException("the object '" + path + "' is there, though the list left it out");
        }
        Trash.Bin bin = approved.test(path, Side.LOCAL) ? bins.local().ignoringLimit() : bins.local();
        folder.remove(
                path,
                pathState.localVersion().orElseThrow(),
                bin,
                directory -> index.markers().find(directory).isPresent());
        remember(path, Side.LOCAL);
        return Completed.at(Action.DELETE_LOCAL, pathState, null);
    }

    /**
     * The request to delete exactly the version that was found.
     *
     * @throws ChangedException if that version is not there any more
     */
    public PreparedDeletion prepare(PathState pathState) throws ChangedException {
        RemoteVersion expected = pathState.remote();
        if (expected == null) {
            throw new ChangedException("the object '" + pathState.path() + "' is gone");
        }
        boolean isProbe = false;
        if (conditions.needsHead()) {
            if (!isAsFound(pathState)) {
                throw new ChangedException("the object '" + pathState.path() + "' changed");
            }
            isProbe = conditions.claimProbe();
        }
        String etag = isProbe ? Conditions.IMPOSSIBLE : expected.etag();
        boolean conditional = conditions.maySend();
        DeleteObjectRequest request = bucket.requests().delete(pathState.path(), conditional ? etag : null);
        return new PreparedDeletion(
                pathState, conditions.needsHead() ? request : SentOnce.repeatable(request), conditional, isProbe);
    }

    private boolean isAsFound(PathState pathState) {
        return bucket.head(pathState.path())
                .filter(head -> head.version().same(pathState.remote()))
                .isPresent();
    }

    /** Learns from a refused deletion whether the store honours conditions. */
    public void refused(PreparedDeletion deletion, Throwable cause) {
        conditions.refused(cause, deletion.isProbe(), deletion.conditional(), () -> isAsFound(deletion.pathState()));
    }

    /** Records that the store has deleted the object. */
    public Completed confirm(PreparedDeletion deletion) {
        conditions.accepted(deletion.isProbe(), true);
        PathState pathState = deletion.pathState();
        remember(pathState.path(), Side.REMOTE);
        Entry entry = pathState.local() == null ? null : new Entry(pathState.path(), pathState.local(), null, null);
        return Completed.at(Action.DELETE_REMOTE, pathState, entry);
    }

    /** Notes the deletion, as the guard counts recent ones. */
    private void remember(RelativePath path, Side side) {
        index.ledger().deletions().add(bins.pass(), path, side, approved.test(path, side));
    }
}
