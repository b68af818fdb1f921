package dev.caravan.transfer;

import dev.caravan.local.ChangedException;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.RemoteVersion;
import java.io.IOException;
import java.util.Optional;

/** Keeps a copy of an object that is about to be replaced or deleted, wherever its content would else be lost. */
public final class Keeping {
    private final Bucket bucket;
    private final Downloads downloads;
    private final Optional<String> trashPrefix;

    /** @param trashPrefix where copies lie in the bucket, if the user wants that */
    public Keeping(Bucket bucket, Downloads downloads, Optional<String> trashPrefix) {
        this.bucket = bucket;
        this.downloads = downloads;
        this.trashPrefix = trashPrefix;
    }

    /** Where the copy of an object lies in the bucket. */
    public static String trashKey(String trashPrefix, String stamp, RelativePath path) {
        return trashPrefix + "/" + stamp + "/" + path;
    }

    /**
     * Keeps the object that was found. A bucket with versions keeps it by itself. An object that the folder never held is
     * fetched into the local trash, if no trash in the bucket is wanted.
     *
     * @return where it lies, as people read it; empty where nobody needs it
     */
    public Optional<String> keep(Finding finding, Trash.Bin trash) throws IOException {
        RemoteVersion version = finding.remote();
        if (version == null || (finding.remoteWasInStep() && trashPrefix.isEmpty())) {
            return Optional.empty();
        }
        Optional<ObjectHead> head = bucket.head(finding.path());
        if (head.isEmpty()) {
            throw new ChangedException("the object '" + finding.path() + "' is gone");
        }
        if (head.get().versionId().isPresent()) {
            return Optional.of("version " + head.get().versionId().get() + " of the object");
        }
        if (trashPrefix.isPresent()) {
            String copy = trashKey(trashPrefix.get(), trash.stamp(), finding.path());
            bucket.copy(bucket.location().keyOf(finding.path()), version, copy);
            return Optional.of("s3://" + bucket.location().bucket() + "/" + copy);
        }
        return Optional.of(downloads.keep(finding, trash).toString());
    }
}
