package dev.caravan.cli;

import dev.caravan.index.Entry;
import dev.caravan.index.Ledger;
import dev.caravan.local.FileStat;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Utf8Order;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How much of what the index calls in step is so now, by a list of the bucket and a look at each file.
 *
 * @param inStep that both sides confirm
 * @param changed that a side does not confirm: the next pass sees to them
 */
record Confirmation(long inStep, long changed) {
    /** Goes once through the index, the bucket and the files. */
    static Confirmation of(Mount mount, Ledger ledger, Bucket bucket) {
        Objects objects = new Objects(bucket);
        long inStep = 0;
        long changed = 0;
        String after = "";
        List<Entry> page = ledger.entries(after);
        while (!page.isEmpty()) {
            for (Entry entry : page) {
                if (entry.inStep()) {
                    boolean so = isSame(mount, entry) && objects.holds(entry);
                    inStep += so ? 1 : 0;
                    changed += so ? 0 : 1;
                }
            }
            after = page.get(page.size() - 1).path().value();
            page = ledger.entries(after);
        }
        return new Confirmation(inStep, changed);
    }

    private static boolean isSame(Mount mount, Entry entry) {
        Path folder = mount.folder();
        if (!mount.followSymlinks() && isBehindALink(folder, entry.path())) {
            return false;
        }
        try {
            return FileStat.of(folder.resolve(entry.path().value())).version().equals(entry.local());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBehindALink(Path folder, RelativePath path) {
        String value = path.value();
        for (int slash = value.indexOf('/'); slash > 0; slash = value.indexOf('/', slash + 1)) {
            if (Files.isSymbolicLink(folder.resolve(value.substring(0, slash)))) {
                return true;
            }
        }
        return false;
    }

    /** The objects of a bucket, in the order of their keys. */
    private static final class Objects {
        private final Bucket bucket;
        private final Deque<S3Object> page = new ArrayDeque<>();
        private @Nullable String last;
        private boolean ended;

        Objects(Bucket bucket) {
            this.bucket = bucket;
        }

        boolean holds(Entry entry) {
            String key = bucket.location().keyOf(entry.path());
            while (!ended) {
                if (page.isEmpty()) {
                    page.addAll(bucket.list(last));
                    ended = page.isEmpty();
                } else if (Utf8Order.compare(page.getFirst().key(), key) < 0) {
                    last = page.removeFirst().key();
                } else {
                    S3Object object = page.getFirst();
                    return object.key().equals(key) && Versions.of(object).same(entry.remote());
                }
            }
            return false;
        }
    }
}
