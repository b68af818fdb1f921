package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.index.Ledger;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.LockedException;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.client.Limiter;
import dev.caravan.remote.client.RequestBudget;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.sync.look.DirectoryMarkers;
import dev.caravan.sync.look.DirectoryWatch;
import dev.caravan.sync.look.LocalLook;
import dev.caravan.sync.look.Looks;
import dev.caravan.sync.look.OddNames;
import dev.caravan.sync.look.RemoteLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens a mount: checks its folder, takes its lock, opens its index, and builds what works on it. */
public final class MountOpener {
    private final Mount mount;
    private final S3Client client;
    private final Limiter limiter;
    private final Environment environment;
    private final Journal journal;
    private final Problems problems;
    private final Consumer<RelativePath> made;
    private final StateAccess access;

    /**
     * Opens a mount later.
     *
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
            Consumer<RelativePath> made,
            StateAccess access) {
        this.mount = mount;
        this.client = client;
        this.limiter = limiter;
        this.environment = environment;
        this.journal = journal;
        this.problems = problems;
        this.made = made;
        this.access = access;
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
        try {
            return open(state, folder, index);
        } catch (IOException | RuntimeException e) {
            letGo();
            index.close();
            throw e;
        }
    }

    private OpenMount open(StateDirectory state, Folder folder, Index index) throws IOException {
        environment.user().remember(mount.folder(), environment.clock().instant());
        mount.deletionSafety().trashPrefix().ifPresent(index.ledger()::trashPrefix);
        limiter.source(new LimitsInForce(mount.limits(), index.ledger()));
        limiter.budget().known(sentToday(index.ledger()));
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
                new TransferBuilder(mount, client, environment, journal, made)
                        .build(folder, state, index, bucket, bins, held::isApproved, looks.local()::brings));
    }

    private long sentToday(Ledger ledger) {
        Instant midnight = RequestBudget.midnight(environment.clock().instant());
        return ledger.history().since(midnight).stream()
                .mapToLong(span -> span.requests().write() + span.requests().read())
                .sum();
    }

    private Looks looks(Folder folder, Index index, Ignores ignores) throws IOException {
        DirectoryMarkers markers = new DirectoryMarkers(folder, index, mount.policy(), problems, access.looksOnly());
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
                        new OddNames(mount.folder(), Environment.MACHINE)),
                new RemoteLook(mount.location(), index, ignores, problems, markers),
                markers);
    }

    /** When a pass last put something into the trash or replaced an object; the epoch if none ever did. */
    private static Instant lastPass(StateDirectory state, Index index) throws IOException {
        return Stream.concat(
                        state.trash().found().stream().map(Trash.Found::time),
                        index.ledger().replaced().last().stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
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

    private Path directory() {
        return environment.user().stateOf(mount.folder(), mount.index());
    }

    private StateDirectory state() {
        try {
            return access.open(directory(), mount.deletionSafety().trashBytes());
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
