package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.index.MultipartUploads;
import dev.caravan.local.ConflictCopies;
import dev.caravan.local.Folder;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.multipart.PartsDownload;
import dev.caravan.remote.multipart.PartsUpload;
import dev.caravan.status.Journal;
import dev.caravan.transfer.Conflicts;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.FileSums;
import dev.caravan.transfer.LeftOvers;
import dev.caravan.transfer.MirroredDeletions;
import dev.caravan.transfer.ObjectBackup;
import dev.caravan.transfer.Rest;
import dev.caravan.transfer.Transfers;
import dev.caravan.transfer.Uploads;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds what carries out transfers, deletions and conflicts of one mount. */
final class TransferBuilder {
    private final Mount mount;
    private final S3Client client;
    private final Environment environment;
    private final Journal journal;
    private final Consumer<RelativePath> made;

    /** @param made learns of files that a transfer makes beside the one it works on */
    TransferBuilder(
            Mount mount, S3Client client, Environment environment, Journal journal, Consumer<RelativePath> made) {
        this.mount = mount;
        this.client = client;
        this.environment = environment;
        this.journal = journal;
        this.made = made;
    }

    /**
     * Builds them.
     *
     * @param approved whether a person wants a path deleted on a side
     * @param brings learns of each file that is to come where none is
     */
    Transfers build(
            Folder folder,
            StateDirectory state,
            Index index,
            Bucket bucket,
            TrashBins bins,
            BiPredicate<RelativePath, Side> approved,
            Consumer<RelativePath> brings) {
        Rest rest = new Rest(folder, mount.settle(), Environment.MACHINE);
        PartsUpload parts = new PartsUpload(client, environment.parallel(), register(index.multipartUploads()));
        PartsDownload download = new PartsDownload(client, environment.parallel());
        Contents contents = new Contents(folder, bucket, rest);
        Downloads downloads =
                new Downloads(folder, state, bucket, download, environment.sizes(), bins, journal, brings);
        Conditions conditions = conditions(bucket);
        return new Transfers(
                contents,
                uploads(folder, index, bucket, rest, parts),
                downloads,
                new ObjectBackup(
                        bucket, downloads, mount.deletionSafety().trashPrefix(), bins, index.ledger(), journal),
                new MirroredDeletions(folder, bucket, conditions, index, approved, bins),
                conditions,
                conflicts(folder, contents, downloads, bins),
                new LeftOvers(
                        parts, index.multipartUploads(), mount.location().bucket(), journal, environment.clock()));
    }

    private Uploads uploads(Folder folder, Index index, Bucket bucket, Rest rest, PartsUpload parts) {
        return new Uploads(
                folder,
                bucket,
                conditions(bucket),
                parts,
                index.multipartUploads(),
                new FileSums(folder, environment.parallel()),
                environment.sizes(),
                rest,
                environment.typeOfName(),
                index::record,
                environment.clock());
    }

    private Conflicts conflicts(Folder folder, Contents contents, Downloads downloads, TrashBins bins) {
        return new Conflicts(
                folder,
                contents,
                downloads,
                environment.conflictNames(),
                new ConflictCopies(folder, mount.deletionSafety().conflictCopies()),
                bins,
                journal,
                made,
                environment.clock());
    }

    private Conditions conditions(Bucket bucket) {
        return mount.objects()
                .conditions()
                .map(honoured -> honoured ? Conditions.honoured() : Conditions.ignored())
                .orElseGet(() -> bucket.hasCustomEndpoint() ? Conditions.unknown() : Conditions.honoured());
    }

    private static PartsUpload.Register register(MultipartUploads uploads) {
        return new PartsUpload.Register() {
            @Override
            public void named(String token, String id) {
                uploads.named(token, id);
            }

            @Override
            public void ended(String token) {
                uploads.ended(token);
            }
        };
    }
}
