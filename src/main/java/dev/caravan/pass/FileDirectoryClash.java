package dev.caravan.pass;

import dev.caravan.index.Entry;
import dev.caravan.local.LocalVersion;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.ObjectHead;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * S3 can hold a key {@code a} beside a key {@code a/b}, a folder cannot: the directory wins, whichever came first. The
 * file goes where nothing is lost by it, its object stays, and is a problem from then on.
 */
final class FileDirectoryClash {
    private final OpenMount open;

    private final Journal journal;

    FileDirectoryClash(OpenMount open, Journal journal) {
        this.open = open;
        this.journal = journal;
    }

    /** Whether the file gave way: both sides hold it in step, so that its content is in the bucket. */
    boolean clear(RelativePath file, Trash.Bin trash) throws IOException {
        Optional<Entry> entry = open.index().find(file);
        Optional<LocalVersion> local = open.folder().look(file);
        if (entry.isEmpty()
                || !entry.get().inStep()
                || local.isEmpty()
                || !local.get().equals(entry.get().local())) {
            return false;
        }
        Optional<ObjectHead> head = open.bucket().head(file);
        if (head.isEmpty() || !head.get().version().same(entry.get().remote())) {
            return false;
        }
        // before the file goes: an entry without its file would be a deletion to mirror
        open.index().forget(file);
        open.index().flush();
        Path kept = open.folder().remove(file, local.get(), trash, directory -> true);
        journal.publish(new PathEvent.SetAside(file, Side.LOCAL, kept.toString()));
        return true;
    }
}
