package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import java.io.IOException;

/** Whether the folder is the directory that it was when nothing was missing in it. */
public final class FolderIdentity {
    private static final String DIRECTORY = "directory";

    private final Folder folder;
    private final Index index;

    FolderIdentity(Folder folder, Index index) {
        this.folder = folder;
        this.index = index;
    }

    public boolean isSame() {
        String here = here();
        return index.setting(DIRECTORY).orElse(here).equals(here);
    }

    /** Remembers that this directory is the right one, as nothing is missing in it. */
    public void remember() {
        if (!index.setting(DIRECTORY).orElse("").equals(here())) {
            index.setting(DIRECTORY, here());
        }
    }

    private String here() {
        try {
            return folder.identity();
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
