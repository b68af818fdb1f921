package dev.caravan.sync.look;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.Policy;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.util.Optional;

/**
 * Directory markers: objects whose key ends with a slash stand for a directory that may be empty. A new marker creates
 * the directory; when a marker is gone, its directory is removed if it is empty. Caravan neither creates nor deletes
 * markers.
 */
public final class DirectoryMarkers {
    private final Folder folder;
    private final Index index;
    private final Policy policy;
    private final Problems problems;
    private final boolean changesFolder;

    /** @param looksOnly whether no directory is created or removed */
    public DirectoryMarkers(Folder folder, Index index, Policy policy, Problems problems, boolean looksOnly) {
        this.folder = folder;
        this.index = index;
        this.policy = policy;
        this.problems = problems;
        this.changesFolder = !looksOnly && policy.direction() != Direction.UPLOAD;
    }

    public void seen(String key, RemoteVersion version) {
        String directory = key.substring(0, key.length() - 1);
        Optional<String> fault = PathRules.fault(directory);
        if (fault.isPresent()) {
            problems.report(key, fault.get());
            return;
        }
        if (version.size() > 0) {
            problems.report(key, "is a directory marker with content, which no directory can hold");
        }
        RelativePath path = new RelativePath(directory);
        if (!index.markers().see(path, version.etag())) {
            make(path, version.etag());
        }
    }

    private void make(RelativePath directory, String etag) {
        try {
            if (changesFolder) {
                folder.makeDirectory(directory);
            }
            index.markers().record(directory, etag);
        } catch (IOException e) {
            problems.report(directory + "/", "cannot be made a directory: " + e.getMessage());
        }
    }

    /** Removes the empty directories whose markers are not in a complete list. */
    public void removeGone() {
        for (RelativePath directory : index.markers().unseen()) {
            index.markers().forget(directory);
            if (changesFolder && policy.deletions() == Deletions.MIRROR) {
                removeIfEmpty(directory);
            }
        }
    }

    private void removeIfEmpty(RelativePath directory) {
        try {
            folder.removeEmptyDirectory(directory);
        } catch (IOException e) {
            problems.report(directory + "/", "cannot be removed: " + e.getMessage());
        }
    }
}
