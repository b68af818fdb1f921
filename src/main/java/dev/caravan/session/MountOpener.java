package dev.caravan.session;

import dev.caravan.guard.HeldDeletions;
import dev.caravan.index.Index;
import dev.caravan.index.MultipartUploads;
import dev.caravan.local.ConflictCopies;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.LockedException;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashBins;
import dev.caravan.look.DirectoryMarkers;
import dev.caravan.look.DirectoryWatch;
import dev.caravan.look.LocalLook;
import dev.caravan.look.Looks;
import dev.caravan.look.OddNames;
import dev.caravan.look.RemoteLook;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.client.Limiter;
import dev.caravan.remote.multipart.PartsDownload;
import dev.caravan.remote.multipart.PartsUpload;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens a mount: checks its folder, takes its lock, opens its index, and builds what works on it. */
public final class MountOpener {
    /** Files carry the times of the machine, whatever clock the passes go by. */
    private static final Clock MACHINE = Clock.systemUTC();

    private final Mount mount;
    private final S3Client client;
    private final Limiter limiter;
    private final Environment environment;
    private final Journal journal;
    private final Problems problems;
    private final Consumer<RelativePath> made;

    /**
     * @param made is told of each extra file that a transfer creates, such as a conflict copy, so that it is looked at,
     *     too
     */
    public MountOpener(
            Mount mount,
            S3Client client,
            Limiter limiter,
            Environment environment,
            Journal journal,
            Problems problems,
            Consumer<RelativePath> made) {
        this.mount = mount;
        this.client = client;
        this.limiter = limiter;
        this.environment = environment;
        this.journal = journal;
        this.problems = problems;
        this.made = made;
    }

    /** @throws MountException saying what is wrong with the folder, and what to do */
    OpenMount open() {
        FolderCheck.fault(mount, environment.user()).ifPresent(why -> {
            throw cannotStart(why, null);
        });
        mount.index().flatMap(IndexOpener::fault).ifPresent(why -> {
            throw cannotStart(
                    "mounts." + mount.name() + ".index = '" + mount.index().get() + "' " + why, null);
        });
        StateDirectory state = state();
        try {
            return open(state);
        } catch (IOException | RuntimeException e) {
            closeQuietly(state);
            throw e instanceof RuntimeException known ? known : cannotStart(e.getMessage(), e);
        }
    }

    /** Returns to the limits of the settings. */
    void letGo() {
        limiter.source(null);
    }

    private OpenMount open(StateDirectory state) throws IOException {
        Folder folder = new Folder(mount.folder(), mount.followSymlinks(), state.spelling());
        Index index = new IndexOpener(mount, environment.user(), journal).open(state, folder);
        environment.user().remember(mount.folder(), environment.clock().instant());
        mount.deletionSafety().trashPrefix().ifPresent(index.ledger()::trashPrefix);
        limiter.source(new LimitsInForce(mount.limits(), index.ledger()));
        Ignores ignores = new Ignores(mount.ignore(), trashBelowPrefix());
        Bucket bucket = new Bucket(client, mount.location(), mount.objects());
        TrashBins bins = new TrashBins(state.trash());
        HeldDeletions held =
                new HeldDeletions(index.ledger(), mount.deletionSafety().deleteAfter(), environment.clock());
        Looks looks = looks(folder, index, ignores);
        return new OpenMount(
                mount,
                state,
                folder,
                new FolderIdentity(folder, index),
                index,
                new IndexGeneration(index, environment.user(), mount.folder()),
                ignores,
                bucket,
                new PassClock(index, environment.clock(), lastPass(state, index)),
                bins,
                held,
                looks,
                transfers(folder, state, index, bucket, bins, held, looks.local()));
    }

    private Looks looks(Folder folder, Index index, Ignores ignores) throws IOException {
        DirectoryMarkers markers = new DirectoryMarkers(folder, index, mount.policy(), problems);
        DirectoryWatch watch = new DirectoryWatch(
                mount.folder(), index.ledger().directories(), !directory().startsWith(mount.folder()));
        return new Looks(
                watch,
                new LocalLook(
                        folder,
                        mount.location(),
                        index,
                        ignores,
                        problems,
                        watch,
                        new OddNames(mount.folder(), MACHINE)),
                new RemoteLook(mount.location(), index, ignores, problems, markers),
                markers);
    }

    private Transfers transfers(
            Folder folder,
            StateDirectory state,
            Index index,
            Bucket bucket,
            TrashBins bins,
            HeldDeletions held,
            LocalLook look) {
        Rest rest = new Rest(folder, mount.settle(), MACHINE);
        Contents contents = new Contents(folder, bucket, rest);
        PartsUpload parts = new PartsUpload(client, environment.parallel(), register(index.multipartUploads()));
        Uploads uploads = new Uploads(
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
        Downloads downloads = new Downloads(
                folder,
                state,
                bucket,
                new PartsDownload(client, environment.parallel()),
                environment.sizes(),
                bins,
                journal,
                look::brings);
        Conditions deletionConditions = conditions(bucket);
        return new Transfers(
                contents,
                uploads,
                downloads,
                new ObjectBackup(
                        bucket, downloads, mount.deletionSafety().trashPrefix(), bins, index.ledger(), journal),
                new MirroredDeletions(folder, bucket, deletionConditions, index, held::isApproved, bins),
                deletionConditions,
                new Conflicts(
                        folder,
                        contents,
                        downloads,
                        environment.conflictNames(),
                        new ConflictCopies(folder, mount.deletionSafety().conflictCopies()),
                        bins,
                        journal,
                        made,
                        environment.clock()),
                new LeftOvers(
                        parts, index.multipartUploads(), mount.location().bucket(), journal, environment.clock()));
    }

    /** When a pass last put something into the trash or replaced an object; the epoch if none ever did. */
    private static Instant lastPass(StateDirectory state, Index index) throws IOException {
        return Stream.concat(
                        state.trash().found().stream().map(Trash.Found::time),
                        index.ledger().replaced().last().stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
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

    /** The trash prefix, relative to the mount's prefix, if it lies below that. */
    private List<String> trashBelowPrefix() {
        return mount
                .deletionSafety()
                .trashPrefix()
                .filter(trash -> (trash + "/").startsWith(mount.location().prefix()))
                .map(trash -> trash.substring(mount.location().prefix().length()))
                .stream()
                .toList();
    }

    private Conditions conditions(Bucket bucket) {
        return mount.objects()
                .conditions()
                .map(honoured -> honoured ? Conditions.honoured() : Conditions.ignored())
                .orElseGet(() -> bucket.hasCustomEndpoint() ? Conditions.unknown() : Conditions.honoured());
    }

    private Path directory() {
        return environment.user().stateOf(mount.folder(), mount.index());
    }

    private StateDirectory state() {
        try {
            return StateDirectory.open(directory(), mount.deletionSafety().trashBytes());
        } catch (LockedException e) {
            throw cannotStart(
                    "another Caravan has folder '" + mount.folder() + "' open (" + e.getMessage()
                            + "). Stop it, or leave this mount to it",
                    e);
        } catch (IOException e) {
            throw cannotStart(S3Errors.explain(mount, e), e);
        }
    }

    private MountException cannotStart(@Nullable String why, @Nullable Exception cause) {
        String message = "Cannot start mount '" + mount.name() + "': " + why + ".";
        return cause == null ? new MountException(message) : new MountException(message, cause);
    }

    private static void closeQuietly(StateDirectory state) {
        try {
            state.close();
        } catch (IOException e) {
            // the caller throws the failure that made it close this
        }
    }
}
