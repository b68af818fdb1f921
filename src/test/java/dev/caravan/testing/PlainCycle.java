package dev.caravan.testing;

import dev.caravan.config.Settings;
import dev.caravan.config.SettingsReader;
import dev.caravan.config.SettingsSource;
import dev.caravan.index.Entry;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.UserState;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.MountSyncFactory;
import dev.caravan.sync.pass.Pass;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.sync.pass.PlainLooks;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.MirroredDeletions;
import dev.caravan.transfer.PathState;
import dev.caravan.transfer.PreparedDeletion;
import dev.caravan.transfer.PreparedUpload;
import dev.caravan.transfer.Sizes;
import dev.caravan.transfer.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Passes over a mount without Camel, on the thread of the caller: what the shipped routes call, in their order. A search lives
 * more lives in it, and each life is the same in each run. Whether the routes do the same is for all other tests to say.
 */
final class PlainCycle implements AutoCloseable {
    private static final long MIB = 1024 * 1024;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Clients clients;
    private final MountSync sync;

    /**
     * Nothing is opened yet.
     *
     * @param settings of one mount
     */
    PlainCycle(Map<String, String> settings, PassOptions options) {
        clients = new Clients(1, new PreparedPuts(), !options.pauses().equals(Pauses.NONE));
        Settings read = SettingsReader.read(new SettingsSource() {
            @Override
            public Set<String> keys() {
                return settings.keySet().stream()
                        .filter(key -> key.startsWith("mounts."))
                        .collect(Collectors.toSet());
            }

            @Override
            public Optional<String> value(String key) {
                return Optional.ofNullable(settings.get(key));
            }
        });
        Environment environment = new Environment(
                new Parallel(Runnable::run, 1, stopping::get),
                new Sizes(16 * MIB, 16 * MIB),
                name -> null,
                new ConflictNames("host"),
                new UserState(System.getenv()),
                options.clock());
        sync = new MountSyncFactory(clients, environment, options, stopping::get)
                .of(read.mounts().get(0));
    }

    /** From now on this is told what happens. */
    void listen(EventListener listener) {
        sync.journal().add(listener);
    }

    /** Whether everything succeeded. */
    boolean pass() {
        Pass pass = sync.pass();
        try {
            pass.begin();
            PlainLooks looks = new PlainLooks(open(), this::handOver);
            look(looks);
            drain();
            looks.scan();
            drain();
            pass.missing().forEachRemaining(this::handOver);
            drain();
        } catch (IOException | RuntimeException e) {
            pass.failed(e);
        }
        return pass.end().succeeded();
    }

    private void look(PlainLooks looks) throws IOException {
        if (sync.pass().listsBucket()) {
            looks.list();
        } else {
            looks.takeEvents(sync.events());
        }
    }

    private void drain() {
        List<Candidate> again = sync.retries().awaitFollowUps();
        while (!again.isEmpty()) {
            again.forEach(this::handOver);
            again = sync.retries().awaitFollowUps();
        }
    }

    private void handOver(Candidate candidate) {
        sync.inFlight().admit();
        Decision decision = null;
        try {
            decision = sync.pass().decisions().about(candidate);
            Optional<Completed> recordable = Completed.withoutTransfer(decision);
            if (recordable.isPresent()) {
                record(recordable.get());
            } else if (decision.action() == Action.CONFLICT) {
                Decision next = open().transfers().conflicts().setAside(decision.pathState());
                carryOut(next, !ConflictNames.isCopy(candidate.path()));
            } else if (decision.action() != Action.SKIP) {
                carryOut(decision, false);
            }
        } catch (Exception e) {
            sync.failures().failed(candidate, decision, e);
        } finally {
            sync.inFlight().leave();
        }
    }

    private void carryOut(Decision decision, boolean backedUp) throws Exception {
        PathState state = decision.pathState();
        switch (decision.action()) {
            case UPLOAD -> {
                backUp(state, backedUp);
                upload(state);
            }
            case DOWNLOAD -> download(state);
            case DELETE_LOCAL -> record(open().transfers().deletions().deleteLocal(state));
            case DELETE_REMOTE -> {
                backUp(state, backedUp);
                delete(state);
            }
            default -> throw new IllegalStateException(decision.action() + " is carried out elsewhere");
        }
    }

    private void backUp(PathState state, boolean backedUp) throws IOException {
        open().transfers().backup().beforeLoss(state, backedUp);
    }

    private void upload(PathState state) throws IOException {
        Uploads uploads = open().transfers().uploads();
        PreparedUpload upload = uploads.prepare(state);
        try {
            String etag = upload.inParts()
                    ? uploads.sendParts(upload)
                    : sync.client().putObject(upload.request(), upload.file()).eTag();
            record(new Completed(
                    Action.UPLOAD,
                    state,
                    uploads.confirm(upload, etag),
                    upload.version().size(),
                    Duration.ZERO));
        } catch (IOException | RuntimeException e) {
            uploads.refused(upload, e);
            throw e;
        }
    }

    private void download(PathState state) throws IOException {
        Downloads downloads = open().transfers().downloads();
        GetObjectRequest request = downloads.prepare(state);
        Entry entry;
        if (downloads.inParts(state)) {
            entry = downloads.receiveParts(state);
        } else {
            try (ResponseInputStream<GetObjectResponse> content = sync.client().getObject(request)) {
                entry = downloads.receive(state, content, content.response());
            }
        }
        record(new Completed(Action.DOWNLOAD, state, entry, 0, Duration.ZERO));
    }

    private void delete(PathState state) throws IOException {
        MirroredDeletions deletions = open().transfers().deletions();
        PreparedDeletion deletion = deletions.prepare(state);
        try {
            sync.client().deleteObject(deletion.request());
        } catch (RuntimeException e) {
            deletions.refused(deletion, e);
            throw e;
        }
        record(deletions.confirm(deletion));
    }

    private void record(Completed completed) {
        completed.recordIn(open().index());
        sync.journal().publish(completed.event());
    }

    private OpenMount open() {
        return sync.session().current().orElseThrow();
    }

    @Override
    public void close() {
        stopping.set(true);
        try {
            sync.session().close();
        } catch (IOException | RuntimeException e) {
            sync.journal().publish(new MountEvent.IndexNotClosed(String.valueOf(e.getMessage()), e));
        } finally {
            clients.close();
        }
    }
}
