package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.sync.look.Candidate;

/** A path that is missing on at least one side, and what would follow. */
record Missing(Candidate candidate, Action action, Entry entry) {
    RelativePath path() {
        return candidate.path();
    }

    /** Identifies the content: its SHA-256, else the object's ETag and size; empty if the index knows neither. */
    String content() {
        return contentOf(entry);
    }

    static String contentOf(Entry entry) {
        RemoteVersion remote = entry.remote();
        return entry.sha256() != null ? entry.sha256() : remote == null ? "" : remote.etag() + "/" + remote.size();
    }

    /** Whether a first run left it on the losing side alone. */
    boolean extra() {
        return entry.isExtra();
    }

    long localSize() {
        return entry.local() == null ? 0 : entry.local().size();
    }
}
