package dev.caravan.pass;

import dev.caravan.index.Index;
import dev.caravan.index.IndexException;
import dev.caravan.index.MultipartUploads;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.LockedException;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.Limiter;
import dev.caravan.remote.Parallel;
import dev.caravan.remote.PartsDownload;
import dev.caravan.remote.PartsUpload;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountEvent.IndexRebuilt.Reason;
import dev.caravan.status.Problems;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.ObjectBackup;
import dev.caravan.transfer.Rest;
import dev.caravan.transfer.Sizes;
import dev.caravan.transfer.Uploads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens a mount: checks its folder, takes its lock, opens its index, and builds what works on it. */
public final class MountOpener {
    /** How often an index went on. */
    private static final String GENERATION = "generation";

    private final Mount mount;
    private final S3Client client;
    private final Limiter limiter;
    private final Parallel parallel;
    private final Sizes sizes;
    private final Function<String, @Nullable String> typeOfName;
    private final Journal journal;
    private final Problems problems;
    private final UserState user;
    private final Clock clock;

    /** @param typeOfName guesses the content type of a file name; null where it cannot */
    public MountOpener(
            Mount mount,
            S3Client client,
            Limiter limiter,
            Parallel parallel,
            Sizes sizes,
            Function<String, @Nullable String> typeOfName,
            Journal journal,
            Problems problems,
            UserState user,
            Clock clock) {
        this.mount = mount;
        this.client = client;
        this.limiter = limiter;
        this.parallel = parallel;
        this.sizes = sizes;
        this.typeOfName = typeOfName;
        this.journal = journal;
        this.problems = problems;
        this.user = user;
        this.clock = clock;
    }

    /** @throws MountException saying what is wrong with the folder, and what to do */
    public OpenMount open() {
        checkFolder();
        mount.index().flatMap(MountOpener::fault).ifPresent(why -> {
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

    private OpenMount open(StateDirectory state) throws IOException {
        Folder folder = new Folder(mount.folder(), mount.followSymlinks(), state.spelling());
        Index index = index(state, folder);
        user.remember(mount.folder());
        mount.deletionSafety().trashPrefix().ifPresent(index.ledger()::trashPrefix);
        Ignores ignores = new Ignores(mount.ignore(), trashBelowPrefix());
        limiter.source(new LimitsInForce(mount.limits(), index.ledger()));
        Bucket bucket = new Bucket(client, mount.location(), mount.objects());
        DirectoryMarkers markers = new DirectoryMarkers(folder, index, mount.policy(), problems);
        PartsUpload parts = new PartsUpload(client, parallel, register(index.multipartUploads()));
        Rest rest = new Rest(folder, mount.settle());
        Uploads uploads = new Uploads(
                folder, bucket, conditions(bucket), parts, index.multipartUploads(), parallel, sizes, rest, typeOfName);
        DirectoryWatch watch = new DirectoryWatch(
                mount.folder(), index.ledger().directories(), !directory().startsWith(mount.folder()));
        Downloads downloads = new Downloads(folder, state, bucket, new PartsDownload(client, parallel), sizes);
        return new OpenMount(
                mount,
                state,
                folder,
                index,
                ignores,
                bucket,
                conditions(bucket),
                new Contents(folder, bucket, rest),
                uploads,
                downloads,
                new ObjectBackup(bucket, downloads, mount.deletionSafety().trashPrefix()),
                parts,
                limiter,
                new PassClock(index, clock, lastPass(state, index)),
                watch,
                new LocalLook(folder, mount.location(), index, ignores, problems, watch),
                new RemoteLook(mount.location(), index, ignores, problems, markers),
                markers);
    }

    /** When something was put aside for the last time. */
    private static Instant lastPass(StateDirectory state, Index index) throws IOException {
        return Stream.concat(
                        state.trash().found().stream().map(Trash.Found::time),
                        index.ledger().lastReplacement().stream())
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

    /** The trash in the bucket, if it lies in what is synchronized. */
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

    private void checkFolder() {
        FolderCheck.fault(mount, user).ifPresent(why -> {
            throw cannotStart(why, null);
        });
    }

    /** Why a file cannot be an index. */
    private static Optional<String> fault(Path index) {
        Path directory = index.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(index)) {
            return Optional.of("is a directory. Name a file in it, such as '" + index.resolve("caravan.db") + "'");
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(
                    "lies in '" + directory + "', which is no directory. Create that, or correct the setting");
        }
        Path needed = Files.exists(index) ? index : directory;
        return Files.isWritable(needed)
                ? Optional.empty()
                : Optional.of("cannot be written. Allow the user '" + System.getProperty("user.name") + "' to write '"
                        + needed + "', or correct the setting");
    }

    private Path directory() {
        return user.stateOf(mount.folder(), mount.index());
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

    private Index index(StateDirectory state, Folder folder) throws IOException {
        Path file = mount.index().orElse(state.indexFile());
        boolean known = user.remembers(mount.folder());
        boolean lost = (!state.isNew() || known) && !Files.exists(file);
        if (lost) {
            rebuilt(Reason.MISSING, "", Optional.empty());
        }
        boolean isNew = !lost && !Files.exists(file);
        try {
            Index index = Index.open(file, folder::flush);
            if (isNew) {
                index.setting(FirstRuns.FRESH, "true");
                return index;
            }
            return lost ? anew(index) : current(index);
        } catch (IndexException e) {
            if (!e.damaged()) {
                throw e;
            }
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            rebuilt(Reason.DAMAGED, String.valueOf(e.getMessage()), Optional.of(aside));
            return anew(Index.open(file, folder::flush));
        }
    }

    /**
     * An index that somebody restored from a backup knows verdicts that were carried out, and versions that went: nothing may
     * follow from these.
     */
    private Index current(Index index) {
        if (generation(index) >= user.generation(mount.folder())) {
            return index;
        }
        rebuilt(Reason.OLD, "", Optional.empty());
        index.startAnew(
                Map.of(FirstRuns.SETTING, FirstRuns.afterLoss(mount.policy().direction())));
        return index;
    }

    private static long generation(Index index) {
        return index.setting(GENERATION).map(Long::parseLong).orElse(0L);
    }

    /** From now on the index as it was before is an old one. */
    void advance(OpenMount open) {
        long next = Math.max(generation(open.index()), user.generation(mount.folder())) + 1;
        open.index().setting(GENERATION, Long.toString(next));
        user.generation(mount.folder(), next);
    }

    private void rebuilt(Reason reason, String detail, Optional<Path> aside) {
        journal.publish(new MountEvent.IndexRebuilt(reason, detail, aside));
    }

    /** Whatever the settings say of first runs: this is none. */
    private Index anew(Index index) {
        index.setting(FirstRuns.SETTING, FirstRuns.afterLoss(mount.policy().direction()));
        return index;
    }

    private MountException cannotStart(@Nullable String why, @Nullable Exception cause) {
        String message = "Cannot start mount '" + mount.name() + "': " + why + ".";
        return cause == null ? new MountException(message) : new MountException(message, cause);
    }

    private static void closeQuietly(StateDirectory state) {
        try {
            state.close();
        } catch (IOException e) {
            // the reason why it is closed is thrown already
        }
    }
}
