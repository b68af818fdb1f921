package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.local.Folder;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Change;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.client.NativeCrypto;
import dev.caravan.remote.multipart.Parts;
import dev.caravan.remote.multipart.PartsDownload;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Fetches objects into the folder. Each goes into a partial, which is verified, given its modification time, flushed to
 * disk, and only then put in place.
 */
public final class Downloads {
    private static final int BUFFER = 128 * 1024;

    private final Folder folder;
    private final StateDirectory state;
    private final Bucket bucket;
    private final PartsDownload parts;
    private final Sizes sizes;
    private final TrashBins bins;
    private final Journal journal;
    private final Consumer<RelativePath> brings;

    /** @param brings is told of each file that will appear where there was none */
    public Downloads(
            Folder folder,
            StateDirectory state,
            Bucket bucket,
            PartsDownload parts,
            Sizes sizes,
            TrashBins bins,
            Journal journal,
            Consumer<RelativePath> brings) {
        this.folder = folder;
        this.state = state;
        this.bucket = bucket;
        this.parts = parts;
        this.sizes = sizes;
        this.bins = bins;
        this.journal = journal;
        this.brings = brings;
    }

    /**
     * The request for exactly the version that was found.
     *
     * @throws dev.caravan.local.ObstructedException if something is in the way of its file in the folder
     */
    public GetObjectRequest prepare(PathState pathState) throws IOException {
        if (pathState.local() == null) {
            brings.accept(pathState.path());
        }
        folder.checkWay(pathState.path());
        return request(pathState);
    }

    private GetObjectRequest request(PathState pathState) {
        return bucket.requests().get(pathState.path(), remote(pathState));
    }

    /** Whether the object is too large for one request. */
    public boolean inParts(PathState pathState) {
        return sizes.inParts(remote(pathState).size());
    }

    /** Puts the content of a response in place of what was found; the body is not closed. */
    public Entry receive(PathState pathState, InputStream body, GetObjectResponse response) throws IOException {
        return replace(pathState, fetch(wanted(pathState), body, response));
    }

    /** Fetches a large object, several parts at a time, and puts it in place of what was found. */
    public Entry receiveParts(PathState pathState) throws IOException {
        return replace(pathState, fetchParts(wanted(pathState)));
    }

    /** Reports a replaced file whose content the bucket never held: only the trash has it now. */
    private Entry replace(PathState pathState, Fetched fetched) throws IOException {
        Entry entry = place(pathState, fetched, bins.local());
        if (pathState.local() != null && pathState.localChange() != Change.UNCHANGED) {
            String where = bins.local().last(entry.path()).toString();
            journal.publish(new PathEvent.SetAside(entry.path(), Side.LOCAL, where));
        }
        return entry;
    }

    /**
     * Fetches the object that was found into the trash, where it is safe when this returns. The object may go because of this
     * copy, so what nothing proves is fetched twice.
     *
     * @throws CorruptedException if the two differ
     */
    Path fetchInto(PathState pathState, Trash.Bin trash) throws IOException {
        Fetched fetched = fetch(wanted(pathState));
        Path partial = fetched.partial();
        try {
            if (!fetched.proved()) {
                expectSame(pathState, partial);
            }
            Path slot = trash.slot(pathState.path(), remote(pathState).size());
            folder.putAside(partial, slot);
            return slot;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void expectSame(PathState pathState, Path first) throws IOException {
        Path again = fetch(wanted(pathState)).partial();
        try {
            if (Files.mismatch(first, again) >= 0) {
                throw new CorruptedException("the store sent two different contents of '" + pathState.path()
                        + "', and nothing says which is right");
            }
        } finally {
            Files.deleteIfExists(again);
        }
    }

    /** Fetches the object that was found, and puts it in the folder under another name. */
    public Entry receiveAs(PathState pathState, RelativePath name, Trash.Bin trash) throws IOException {
        PathState copy = new PathState(name, null, null, pathState.remote(), false);
        return place(copy, fetch(wanted(pathState)), trash);
    }

    /**
     * A completely fetched content, in a file, with the store's response.
     *
     * @param proved whether a checksum says that it is what the store holds
     */
    private record Fetched(Path partial, @Nullable String sha256, boolean proved, GetObjectResponse said) {}

    /** The version to fetch, whatever key it is stored under. */
    private record Wanted(RelativePath path, GetObjectRequest request, RemoteVersion version) {}

    private Wanted wanted(PathState pathState) {
        return new Wanted(pathState.path(), request(pathState), remote(pathState));
    }

    /** Works with a completely fetched content, in a file, and with the store's response. */
    public interface Use {
        void of(Path file, GetObjectResponse said) throws IOException;
    }

    /**
     * Fetches a version of a path from wherever it is stored, hands it to {@code use}, and deletes the fetched file.
     */
    public void use(RelativePath path, GetObjectRequest request, RemoteVersion version, Use use) throws IOException {
        Fetched fetched = fetch(new Wanted(path, request, version));
        try {
            use.of(fetched.partial(), fetched.said());
        } finally {
            Files.deleteIfExists(fetched.partial());
        }
    }

    private Fetched fetch(Wanted wanted) throws IOException {
        if (sizes.inParts(wanted.version().size())) {
            return fetchParts(wanted);
        }
        try (var body = bucket.open(wanted.request())) {
            return fetch(wanted, body, body.response());
        }
    }

    private Fetched fetch(Wanted wanted, InputStream body, GetObjectResponse response) throws IOException {
        RemoteVersion version = wanted.version();
        NativeCrypto.expect(version.size());
        ObjectHead head = ObjectHead.of(response, version);
        Path partial = state.newPartial(version.size());
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            Verification verification = verification(head);
            copy(body, file, verification.digest(), version.size());
            verification.check(wanted.path());
            finish(file, partial, head);
            return new Fetched(partial, verification.sha256(), verification.digest() != null, response);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    private Fetched fetchParts(Wanted wanted) throws IOException {
        RemoteVersion version = wanted.version();
        NativeCrypto.expect(version.size());
        Path partial = state.newPartial(version.size());
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Parts each = sizes.partsOf(version.size());
            SumsInPassing read = new SumsInPassing(version, each);
            GetObjectResponse said = parts.receive(wanted.request(), each, file, read);
            ObjectHead head = ObjectHead.of(said, version);
            Verification verification = verification(head);
            if (verification.part() == each.part() && read.sums.isComplete()) {
                verification.check(wanted.path(), read.sums);
            } else {
                verification.read(file);
                verification.check(wanted.path());
            }
            finish(file, partial, head);
            return new Fetched(partial, verification.sha256(), verification.digest() != null, said);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /** Computes the checksums of the parts as they arrive, if such checksums were recorded with the object. */
    private final class SumsInPassing implements PartsDownload.Reader {
        private final RemoteVersion version;
        private final long part;
        private final PartSums sums;

        SumsInPassing(RemoteVersion version, Parts each) {
            this.version = version;
            this.part = each.part();
            this.sums = new PartSums(each);
        }

        @Override
        public @Nullable MessageDigest begin(GetObjectResponse said) {
            return verification(ObjectHead.of(said, version)).part() == part ? Checksums.sha256() : null;
        }

        @Override
        public void end(int number, MessageDigest read) {
            sums.put(number, read.digest());
        }
    }

    private Verification verification(ObjectHead head) {
        return Verification.of(head, bucket.settings().etagsAreMd5());
    }

    private Entry place(PathState pathState, Fetched fetched, Trash.Bin trash) throws IOException {
        RelativePath path = pathState.path();
        try {
            if (pathState.local() != null) {
                copyPermissions(folder.pathOf(path), fetched.partial());
            }
            LocalVersion put = folder.put(fetched.partial(), path, pathState.localVersion(), trash);
            return new Entry(path, put, remote(pathState), fetched.sha256());
        } finally {
            Files.deleteIfExists(fetched.partial());
        }
    }

    private static void copy(InputStream body, FileChannel file, @Nullable MessageDigest digest, long size)
            throws IOException {
        byte[] bytes = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        long written = 0;
        for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
            if (digest != null) {
                digest.update(bytes, 0, read);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            written += read;
        }
        if (written != size) {
            throw new EOFException("the store sent " + written + " of " + size + " bytes");
        }
    }

    private static void finish(FileChannel file, Path partial, ObjectHead head) throws IOException {
        Files.setLastModifiedTime(partial, FileTime.from(head.modified()));
        file.force(true);
    }

    private static void copyPermissions(Path old, Path partial) throws IOException {
        try {
            Files.setPosixFilePermissions(partial, Files.getPosixFilePermissions(old));
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            // there is nothing to copy: the default permissions will do
        }
    }

    private static RemoteVersion remote(PathState pathState) {
        RemoteVersion remote = pathState.remote();
        if (remote == null) {
            throw new IllegalArgumentException("There is no object '" + pathState.path() + "' to download");
        }
        return remote;
    }
}
