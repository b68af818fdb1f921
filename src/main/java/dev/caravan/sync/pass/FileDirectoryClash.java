package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * S3 can hold the keys {@code a} and {@code a/b} side by side, a folder cannot: there the directory wins, whichever
 * came first. The file goes to the trash if the bucket holds its content. Its object stays, and is a problem from then
 * on.
 */
final class FileDirectoryClash {
    private final Index index;
    private final Folder folder;
    private final Bucket bucket;
    private final TrashBins bins;
    private final Journal journal;

    FileDirectoryClash(OpenMount open, Journal journal) {
        this.index = open.index();
        this.folder = open.folder();
        this.bucket = open.bucket();
        this.bins = open.bins();
        this.journal = journal;
    }

    /**
     * Moves the file to the trash, if both sides hold it in step, so that its content is in the bucket; returns whether
     * it did.
     */
    boolean trashFileIfInStep(RelativePath file) throws IOException {
        Optional<Entry> entry = index.find(file);
        Optional<LocalVersion> local = folder.look(file);
        if (entry.isEmpty()
                || !entry.get().inStep()
                || local.isEmpty()
                || !local.get().equals(entry.get().local())) {
            return false;
        }
        Optional<ObjectHead> head = bucket.head(file);
        if (head.isEmpty() || !head.get().version().same(entry.get().remote())) {
            return false;
        }
        // forget the entry first: without its file it would look like a deletion to mirror
        index.forget(file);
        index.flush();
        Path kept = folder.remove(file, local.get(), bins.local(), directory -> true);
        journal.publish(new PathEvent.SetAside(file, Side.LOCAL, kept.toString()));
        return true;
    }
}
