package dev.caravan.pass;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.Limiter;
import dev.caravan.remote.PartsUpload;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.ObjectBackup;
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
        ObjectBackup backup,
        PartsUpload parts,
        Limiter limiter,
        PassClock clock,
        DirectoryWatch watch,
        LocalLook localLook,
        RemoteLook remoteLook,
        DirectoryMarkers markers)
        implements AutoCloseable {
    private static final String PLACE = "directory";

    /** The trash bin of a pass. */
    public Trash.Bin bin(Instant passBegan) {
        return state.trash().bin(passBegan);
    }

    /** The bin for objects that a pass replaces or deletes in the bucket. */
    public Trash.Bin remoteBin(Instant passBegan) {
        return state.trash().remoteBin(passBegan);
    }

    /** Whether the folder is the directory that it was when nothing was missing in it. */
    boolean isSamePlace() {
        String here = here();
        return index.setting(PLACE).orElse(here).equals(here);
    }

    /** Nothing is missing in the folder: this directory is the one. */
    void rememberPlace() {
        if (!index.setting(PLACE).orElse("").equals(here())) {
            index.setting(PLACE, here());
        }
    }

    private String here() {
        try {
            return folder.identity();
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        limiter.source(null);
        try {
            index.close();
        } finally {
            state.close();
        }
    }
}
