package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.index.MultipartUploads;
import dev.caravan.local.ChangedException;
import dev.caravan.local.FileStat;
import dev.caravan.local.Folder;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.client.NativeCrypto;
import dev.caravan.remote.client.SentOnce;
import dev.caravan.remote.lean.KnownContent;
import dev.caravan.remote.multipart.Parts;
import dev.caravan.remote.multipart.PartsUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Sends files to the bucket. A file is checked before it is read and after it was sent. */
public final class Uploads {
    private final Folder folder;
    private final Bucket bucket;
    private final Conditions conditions;
    private final PartsUpload parts;
    private final MultipartUploads multipartUploads;
    private final FileSums sums;
    private final Sizes sizes;
    private final Rest rest;
    private final Function<String, @Nullable String> typeOfName;
    private final Consumer<Entry> record;
    private final Clock clock;

    /**
     * @param typeOfName guesses the content type from a file name; returns null if it cannot
     * @param record writes to the index what is true after an upload that was sent but then failed
     */
    public Uploads(
            Folder folder,
            Bucket bucket,
            Conditions conditions,
            PartsUpload parts,
            MultipartUploads multipartUploads,
            FileSums sums,
            Sizes sizes,
            Rest rest,
            Function<String, @Nullable String> typeOfName,
            Consumer<Entry> record,
            Clock clock) {
        this.folder = folder;
        this.bucket = bucket;
        this.conditions = conditions;
        this.parts = parts;
        this.multipartUploads = multipartUploads;
        this.sums = sums;
        this.sizes = sizes;
        this.rest = rest;
        this.typeOfName = typeOfName;
        this.record = record;
        this.clock = clock;
    }

    /**
     * Waits until the file rests, reads it for its checksums, and makes the request that replaces what was found in the
     * bucket and nothing else.
     *
     * @throws ChangedException if the file does not rest, or the object is no longer what was found
     */
    public PreparedUpload prepare(PathState pathState) throws IOException {
        LocalVersion version = rest.of(pathState.path());
        boolean inParts = sizes.inParts(version.size());
        NativeCrypto.expect(version.size());
        // first, as somebody else may write between the store's answer and a write that nothing protects
        FileSums.Sums read =
                inParts ? sums.ofParts(pathState.path(), sizes.partsOf(version.size())) : sums.of(pathState.path());
        String etag = pathState.remote() == null ? null : pathState.remote().etag();
        boolean isProbe = false;
        if (conditions.needsHead()) {
            if (!isAsFound(pathState)) {
                throw new ChangedException("the object '" + pathState.path() + "' changed");
            }
            isProbe = !inParts && pathState.remote() != null && conditions.claimProbe();
        }
        try {
            Map<String, String> metadata = Map.of(
                    ObjectHead.MTIME, ObjectHead.mtime(instant(version.modified())), ObjectHead.SHA256, read.sha256());
            PutObjectRequest request = bucket.requests()
                    .put(
                            pathState.path(),
                            metadata,
                            typeOfName.apply(pathState.path().name()),
                            isProbe ? Conditions.IMPOSSIBLE : etag,
                            conditions.maySend());
            return new PreparedUpload(
                    pathState,
                    folder.pathOf(pathState.path()),
                    version,
                    repeatable(inParts ? request : read.known(0).in(withMd5(request, read.md5()))),
                    read,
                    isProbe,
                    inParts);
        } catch (RuntimeException e) {
            if (isProbe) {
                conditions.probeFailed();
            }
            throw e;
        }
    }

    private PutObjectRequest repeatable(PutObjectRequest request) {
        return conditions.needsHead() ? request : SentOnce.repeatable(request);
    }

    /** Sends a large file in parts, several at a time; returns the ETag. */
    public String sendParts(PreparedUpload upload) throws IOException {
        RelativePath path = upload.pathState().path();
        Parts each = sizes.partsOf(upload.version().size());
        PartsUpload.PartSource source = new PartsUpload.PartSource() {
            @Override
            public SeekableByteChannel open() throws IOException {
                return folder.open(path);
            }

            @Override
            public Optional<KnownContent> known(int part) {
                return Optional.of(upload.sums().known(part));
            }

            /**
             * Checks the object again: parts take long to send, and few stores honour a condition on completing them.
             */
            @Override
            public void beforeComplete() throws IOException {
                if (!isAsFound(upload.pathState())) {
                    throw new ChangedException("the object '" + path + "' changed while its parts were sent");
                }
            }
        };
        return send(upload.request(), source, upload.version(), each);
    }

    /** Sends a file that lies outside the folder's tree, whatever its size. */
    public void sendKept(PutObjectRequest request, Path file) throws IOException {
        LocalVersion version = FileStat.of(file).version();
        if (!sizes.inParts(version.size())) {
            bucket.putFile(request, file);
            return;
        }
        Parts each = sizes.partsOf(version.size());
        send(request, () -> Files.newByteChannel(file), version, each);
    }

    private String send(PutObjectRequest request, PartsUpload.PartSource source, LocalVersion version, Parts each)
            throws IOException {
        MultipartUploads.Upload claimed = multipartUploads.claim(request.key(), version, each.part(), clock.instant());
        try {
            PartsUpload.Claim claim = new PartsUpload.Claim(claimed.token(), claimed.id());
            return parts.send(request, source, each, claim);
        } finally {
            multipartUploads.released(claimed.token());
        }
    }

    /**
     * The index entry for a file that has been sent.
     *
     * @throws CorruptedException if the store holds something else than was sent
     * @throws ChangedException if the file has changed since. The version that was sent is recorded in the index, so
     *     that the next look finds the change
     */
    public Entry confirm(PreparedUpload upload, @Nullable String quotedEtag) throws IOException {
        Entry entry = sent(upload, quotedEtag);
        if (isSuspicious(upload, entry)) {
            // before the store is asked, as that may fail: the object must not pass for somebody's change
            record.accept(Entry.unsent(entry.path(), entry.remote()));
            if (isCorrupted(entry.path(), entry.remote())) {
                throw new CorruptedException(
                        "the store's bytes of '" + entry.path() + "' are not those that were sent");
            }
        }
        if (!isUnchanged(upload)) {
            record.accept(entry);
            throw new ChangedException("'" + entry.path() + "' changed while it was sent");
        }
        return entry;
    }

    private Entry sent(PreparedUpload upload, @Nullable String quotedEtag) throws IOException {
        boolean says = quotedEtag != null && !RemoteVersion.unquoted(quotedEtag).isBlank();
        // first, as an answer that is not the store's teaches nothing of its conditions
        String accepted = says ? quotedEtag : foundAfter(upload);
        conditions.accepted(upload.isProbe(), upload.pathState().remote() != null);
        String stored = probeWithNewObject(upload).orElse(accepted);
        LocalVersion version = upload.version();
        String etag = RemoteVersion.etag(stored, version.size(), Instant.EPOCH);
        RemoteVersion remote = new RemoteVersion(etag, version.size(), clock.instant(), false);
        boolean proof = etag.equals(upload.md5());
        return new Entry(upload.pathState().path(), version, remote, proof ? null : upload.sha256());
    }

    /**
     * The ETag of what the store holds where it gave none: such an answer may be anybody's on the way, such as a page to log in.
     * What is there must say that it is what was sent.
     */
    private String foundAfter(PreparedUpload upload) throws ChangedException {
        RelativePath path = upload.pathState().path();
        return bucket.head(path)
                .filter(head -> head.version().size() == upload.version().size())
                .filter(head -> head.sha256().equals(Optional.of(upload.sha256())))
                .map(head -> head.version().etag())
                .orElseThrow(() -> new ChangedException(
                        "the store does not hold what was sent of '" + path + "', although it took it"));
    }

    /**
     * Finds out whether the store honours conditions: stores a new object again, on the condition that it is another
     * one, and, if that is refused, that it is not there. Returns the ETag of what the store took in spite of that.
     */
    private Optional<String> probeWithNewObject(PreparedUpload upload) {
        boolean fits = upload.pathState().remote() == null && !upload.inParts();
        if (!fits || !conditions.claimProbe()) {
            return Optional.empty();
        }
        RelativePath path = upload.pathState().path();
        try {
            Optional<ObjectHead> head = bucket.head(path);
            if (head.isPresent() && head.get().version().etag().equals(upload.md5())) {
                Optional<String> taken =
                        unlessPreconditionFails(() -> bucket.putOverAnother(upload.request(), folder.pathOf(path)));
                if (taken.isEmpty()) {
                    taken = Optional.of(bucket.putAsNew(upload.request(), folder.pathOf(path)));
                }
                conditions.accepted(true, false);
                return taken;
            }
        } catch (SdkException e) {
            conditions.refused(e, true, true, () -> false);
        } catch (UncheckedIOException e) {
            // the file has gone: that teaches nothing of the store, and the object is ours all the same
            return Optional.empty();
        } finally {
            conditions.probeFailed();
        }
        return Optional.empty();
    }

    /** What a write returns; empty if the store refuses it because of its condition. Any other refusal is thrown. */
    private static Optional<String> unlessPreconditionFails(Supplier<String> write) {
        try {
            return Optional.of(write.get());
        } catch (SdkException e) {
            if (S3Errors.isPreconditionFailed(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether an ETag looks like an MD5, and is not that of what was sent. */
    private boolean isSuspicious(PreparedUpload upload, Entry sent) {
        return sent.sha256() != null
                && !upload.inParts()
                && sent.remote() != null
                && bucket.settings().etagsAreMd5()
                && bucket.settings().kmsKey().isEmpty()
                && Checksums.looksLikeMd5(sent.remote().etag());
    }

    /** Whether the store says that it holds other bytes than those that were sent. */
    private boolean isCorrupted(RelativePath path, @Nullable RemoteVersion sent) {
        Optional<ObjectHead> head = bucket.head(path);
        // sizes need no check: another size would only confirm it
        return head.isPresent()
                && sent != null
                && head.get().version().etag().equals(sent.etag())
                && !head.get().encrypted();
    }

    /** Whether the file is still the version that was sent. One that cannot be looked at is none: the next look tells. */
    private boolean isUnchanged(PreparedUpload upload) {
        try {
            return folder.look(upload.pathState().path()).equals(Optional.of(upload.version()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Learns from a refused upload whether the store honours conditions. */
    public void refused(PreparedUpload upload, Throwable cause) {
        boolean conditional =
                upload.request().ifMatch() != null || upload.request().ifNoneMatch() != null;
        conditions.refused(cause, upload.isProbe(), conditional, () -> isAsFound(upload.pathState()));
    }

    private boolean isAsFound(PathState pathState) {
        Optional<ObjectHead> head = bucket.head(pathState.path());
        return head.map(now -> now.version().same(pathState.remote())).orElse(pathState.remote() == null);
    }

    private static PutObjectRequest withMd5(PutObjectRequest request, String md5) {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5));
        return request.toBuilder().contentMD5(base64).build();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
