package dev.caravan.pass;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.Uploads;
import java.io.IOException;
import java.time.Instant;

/** A mount whose folder is locked and whose index is open, with everything that works on it. */
public record OpenMount(
        Mount mount,
        StateDirectory state,
        Folder folder,
        Index index,
        Ignores ignores,
        Bucket bucket,
        Conditions deletionConditions,
        Contents contents,
        Uploads uploads,
        Downloads downloads,
        LocalLook localLook,
        RemoteLook remoteLook,
        Markers markers)
        implements AutoCloseable {
    /** The trash bin of a pass. */
    public Trash.Bin bin(Instant passBegan) {
        return state.trash().bin(passBegan);
    }

    @Override
    public void close() throws IOException {
        try {
            index.close();
        } finally {
            state.close();
        }
    }
}
