package dev.caravan.sync.look;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Ignores;
import dev.caravan.mount.Location;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Utf8Order;
import dev.caravan.remote.Versions;
import dev.caravan.remote.lean.KeysInStep;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Follows one list of a bucket, page by page: says which keys need attention. */
public final class RemoteLook implements KeysInStep.KeyPage {
    private final Location location;
    private final Index index;
    private final Ignores ignores;
    private final Problems problems;
    private final DirectoryMarkers markers;
    private @Nullable String lastKey;
    private @Nullable String pageAfter;
    private long found;
    private int met;
    private boolean inOrder;
    private boolean atEnd;
    private boolean complete;
    private boolean more;
    private @Nullable String next;

    public RemoteLook(Location location, Index index, Ignores ignores, Problems problems, DirectoryMarkers markers) {
        this.location = location;
        this.index = index;
        this.ignores = ignores;
        this.problems = problems;
        this.markers = markers;
    }

    /**
     * Skips the list: this pass looks only at the objects that bucket events named, and assumes the rest to be
     * unchanged.
     */
    public void skip() {
        atEnd = true;
        complete = false;
    }

    public void begin() {
        index.remote().beginLook();
        index.markers().beginLook();
        lastKey = null;
        pageAfter = null;
        found = 0;
        met = 0;
        inOrder = true;
        atEnd = false;
        complete = false;
        more = false;
        next = null;
    }

    /** The key behind which the next page begins; null for the first page. */
    public @Nullable String lastKey() {
        return lastKey;
    }

    /** Whether there is no further page to ask for. */
    public boolean isAtEnd() {
        return atEnd;
    }

    /** Whether the list came to its end, and went through the keys in order without repeating one. */
    public boolean isComplete() {
        return complete;
    }

    /** How many keys were met that can be files, whether or not they need attention. */
    public long found() {
        return found;
    }

    @Override
    public void says(boolean more, @Nullable String next) {
        this.more = more;
        this.next = next;
    }

    @Override
    public void page(int keys) {
        met = keys;
    }

    @Override
    public boolean meets(String key, String etag, long size) {
        follow(key);
        boolean settled = key.startsWith(location.prefix())
                && index.seeRemote(location.relative(key), new RemoteVersion(etag, size, Instant.EPOCH, false));
        if (settled) {
            found++;
        }
        return settled;
    }

    /**
     * Takes the objects that are left of the next page, once the settled ones were dropped. A page without keys ends
     * the list, unless it says that more follow.
     *
     * @return what needs attention
     * @throws IOException if an empty page says that more follow, but names no later key to go on from
     */
    public List<Candidate> take(List<S3Object> rest) throws IOException {
        List<Candidate> changes = new ArrayList<>();
        for (S3Object object : rest) {
            if (met == 0) {
                follow(object.key());
            }
            take(object).ifPresent(changes::add);
        }
        boolean empty = rest.isEmpty() && met == 0;
        if (!empty && lastKey != null && lastKey.equals(pageAfter)) {
            throw new IOException("the store sent a page of its list that does not go on behind '" + lastKey
                    + "': what the bucket holds cannot be told from that");
        }
        pageAfter = lastKey;
        if (empty && more) {
            skipTo(next);
        }
        atEnd = empty && !more;
        complete = atEnd && inOrder;
        met = 0;
        return changes;
    }

    private void skipTo(@Nullable String key) throws IOException {
        if (key == null || (lastKey != null && Utf8Order.compare(lastKey, key) >= 0)) {
            throw new IOException("the store sent an empty page of its list, and said that more follow: what the bucket"
                    + " holds cannot be told from that");
        }
        lastKey = key;
    }

    /** Whether the object at this path is settled with this ETag. */
    public boolean isInStep(String path, String etag) {
        return index.find(new RelativePath(path))
                .map(Entry::remote)
                .filter(settled -> settled.etag().equals(etag))
                .isPresent();
    }

    private void follow(String key) {
        if (lastKey != null && Utf8Order.compare(lastKey, key) >= 0) {
            inOrder = false;
        }
        if (lastKey == null || Utf8Order.compare(lastKey, key) < 0) {
            lastKey = key;
        }
    }

    private Optional<Candidate> take(S3Object object) {
        String path = location.relative(object.key());
        RemoteVersion version = Versions.of(object);
        if (index.seeRemote(path, version)) {
            found++;
            return Optional.empty();
        }
        return isFile(path, version)
                ? Optional.of(Candidate.remotely(new RelativePath(path), version))
                : Optional.empty();
    }

    /**
     * The candidate for an object that an event named, if it needs attention. The object may have changed again since.
     */
    public Optional<Candidate> candidateFor(String path, RemoteVersion version) {
        return !index.seeRemote(path, version) && isFile(path, version)
                ? Optional.of(Candidate.fromEvent(new RelativePath(path)))
                : Optional.empty();
    }

    private boolean isFile(String path, RemoteVersion version) {
        if (path.isEmpty() || ignores.hides(path)) {
            return false;
        }
        if (path.endsWith("/")) {
            markers.seen(path, version);
            return false;
        }
        found++;
        Optional<String> fault = PathRules.fault(path);
        fault.ifPresent(why -> problems.report(path, why));
        return fault.isEmpty();
    }
}
