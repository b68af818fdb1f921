package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.Mount;
import dev.caravan.remote.Bucket;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.sync.look.Looks;
import dev.caravan.transfer.Transfers;
import java.io.IOException;

/**
 * A mount whose folder is locked and whose index is open, with everything that works on it.
 *
 * @param clock the times of its passes
 * @param bins where the current pass puts what it replaces and deletes
 */
public record OpenMount(
        Mount mount,
        StateDirectory state,
        Folder folder,
        FolderIdentity identity,
        Index index,
        IndexGeneration generation,
        Ignores ignores,
        Bucket bucket,
        PassClock clock,
        TrashBins bins,
        HeldDeletions held,
        Looks looks,
        Transfers transfers)
        implements AutoCloseable {
    @Override
    public void close() throws IOException {
        try {
            index.close();
        } finally {
            state.close();
        }
    }
}
