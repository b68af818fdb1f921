package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.local.ChangedException;
import dev.caravan.local.Folder;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether a file and an object have the same content, without a transfer if there is other proof. */
public final class Contents {
    private final Folder folder;
    private final Bucket bucket;
    private final Rest rest;

    public Contents(Folder folder, Bucket bucket, Rest rest) {
        this.folder = folder;
        this.bucket = bucket;
        this.rest = rest;
    }

    /** Makes sure that a file has rested: one that is still being written is not compared. */
    private void expectRest(RelativePath file, LocalVersion version) throws IOException {
        if (!rest.of(file).equals(version)) {
            throw new ChangedException("'" + file + "' changed");
        }
    }

    /**
     * Whether the two sides of a path hold the same content. Proof is the ETag if it is an MD5, a checksum that was
     * recorded in the index, or a multipart ETag. The object's metadata are no proof, as tools copy them from one
     * content to another: if only they say that the contents are equal, the object is read. Without proof, the contents
     * count as different.
     */
    public boolean equal(PathState pathState) throws IOException {
        return pathState.local() != null && isIn(pathState.path(), pathState.local(), pathState);
    }

    /** Whether a file, of whatever name, holds the bytes of the object that was found: both are read, as a whole. */
    public boolean sameBytes(RelativePath file, LocalVersion version, PathState pathState) throws IOException {
        RemoteVersion remote = pathState.remote();
        if (remote == null || version.size() != remote.size()) {
            return false;
        }
        MessageDigest there = Checksums.sha256();
        try (InputStream content = bucket.open(bucket.requests().get(pathState.path(), remote))) {
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), there));
        }
        try (SeekableByteChannel channel = folder.open(file)) {
            return Checksums.hex(there).equals(Checksums.of(Checksums.sha256(), channel));
        }
    }

    /** Whether a file, of whatever name, holds the content of the object that was found. */
    public boolean isIn(RelativePath file, LocalVersion version, PathState pathState) throws IOException {
        RemoteVersion remote = pathState.remote();
        if (remote == null || version.size() != remote.size()) {
            return false;
        }
        expectRest(file, version);
        Optional<Boolean> known = known(file, remote, pathState.entry());
        if (known.isPresent() && (known.get() || !mayBeEncrypted(remote))) {
            return known.get();
        }
        Optional<ObjectHead> head =
                bucket.head(pathState.path()).filter(now -> now.version().same(remote));
        return head.isPresent() && (known.isEmpty() || head.get().encrypted()) && proves(head.get(), pathState, file);
    }

    /** Whether a file still holds the content that it had when it was last in step, whatever its times say. */
    public boolean isUnchanged(RelativePath file, LocalVersion version, Entry entry) throws IOException {
        RemoteVersion remote = entry.remote();
        if (remote == null || version.size() != remote.size()) {
            return false;
        }
        expectRest(file, version);
        return known(file, remote, entry).orElse(false);
    }

    /** Whether the file was modified after the object, by the time in the object's metadata, if there is one. */
    public boolean localIsNewer(PathState pathState) {
        LocalVersion local = pathState.local();
        RemoteVersion remote = pathState.remote();
        if (local == null || remote == null || pathState.remoteAssumed()) {
            return local != null;
        }
        Optional<ObjectHead> head = bucket.head(pathState.path());
        Instant there = head.filter(now -> now.version().same(remote))
                .map(ObjectHead::modified)
                .orElse(remote.modified());
        return Instant.ofEpochSecond(0, local.modified()).isAfter(there);
    }

    /** Whether the contents are equal; empty if that cannot be told without asking the store. */
    private Optional<Boolean> known(RelativePath file, RemoteVersion remote, @Nullable Entry entry) throws IOException {
        if (entry != null && entry.sha256() != null && remote.same(entry.remote())) {
            return Optional.of(isRecorded(entry.sha256(), file));
        }
        if (bucket.settings().etagsAreMd5() && Checksums.looksLikeMd5(remote.etag())) {
            return Optional.of(remote.etag().equals(md5(file)));
        }
        return Optional.empty();
    }

    /** Whether the ETag may be that of KMS: it looks like an MD5 but is none, so a mismatch proves no difference. */
    private boolean mayBeEncrypted(RemoteVersion remote) {
        return bucket.settings().etagsAreMd5() && Checksums.looksLikeMd5(remote.etag());
    }

    private boolean proves(ObjectHead head, PathState pathState, RelativePath file) throws IOException {
        Optional<String> sha256 = head.sha256();
        if (sha256.isPresent() && !isRecorded(sha256.get(), file)) {
            return false;
        }
        String etag = head.version().etag();
        if (Checksums.isMultipartEtag(etag) && !head.encrypted()) {
            try (SeekableByteChannel channel = folder.open(file)) {
                if (Checksums.isMultipartEtagOf(
                        etag, channel, sha256.map(Sha256::part).orElse(0L))) {
                    return true;
                }
            }
        }
        return sha256.isPresent()
                && !head.version().archived()
                && isContentOf(sha256.get(), pathState.path(), head.version());
    }

    /** Reads the object. */
    private boolean isContentOf(String sha256, RelativePath path, RemoteVersion version) throws IOException {
        try (InputStream content = bucket.open(bucket.requests().get(path, version))) {
            MessageDigest digest = Sha256.digest(sha256);
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return Checksums.hex(digest).equals(Sha256.hex(sha256));
        }
    }

    private boolean isRecorded(String sha256, RelativePath file) throws IOException {
        try (SeekableByteChannel channel = folder.open(file)) {
            return Sha256.isOf(sha256, channel);
        }
    }

    private String md5(RelativePath file) throws IOException {
        try (SeekableByteChannel channel = folder.open(file)) {
            return Checksums.of(Checksums.md5(), channel);
        }
    }
}
