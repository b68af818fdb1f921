package dev.caravan.pass;

import dev.caravan.guard.Guard;
import dev.caravan.index.Ledger;
import dev.caravan.index.UndoRequests;
import dev.caravan.local.Trash;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.DeletionNotices;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState;
import dev.caravan.status.MountState.Phase;
import dev.caravan.status.PassReport;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.status.Suggestions;
import dev.caravan.transfer.ConflictNames;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The passes of one mount, one after the other: what the routes of a pass ask and tell. Everything that is handed over to
 * the transfers is admitted, and has left when it is done, whatever became of it.
 */
public final class Pass {
    private final Mount mount;
    private final S3Client client;
    private final MountOpener opener;
    private final FirstRuns firstRuns;
    private final Guard guard;
    private final Journal journal;
    private final DeletionNotices notices;
    private final PassReport report = new PassReport();
    private final Problems problems;
    private final ListingSchedule listings;
    private final BucketEvents events;
    private final Housekeeping housekeeping;
    private final LeftOvers leftOvers;
    private final Clock clock;
    private final Pauses pauses;
    private final InFlight inFlight;
    private final Failures failures;
    private final Refusals refusals = new Refusals();
    private final boolean once;

    private @Nullable OpenMount open;
    private @Nullable Decider decider;
    private @Nullable HeldDeletions held;
    private Instant began = Instant.EPOCH;
    private long startedAt = System.nanoTime();
    private boolean failed;
    private volatile boolean hasEnded;
    private int failedInARow;
    private @Nullable Instant failingSince;

    /** @param once whether no pass follows */
    Pass(
            Mount mount,
            S3Client client,
            MountOpener opener,
            FirstRuns firstRuns,
            Journal journal,
            Suggestions commands,
            Problems problems,
            InFlight inFlight,
            Clock clock,
            Pauses pauses,
            boolean once) {
        this.mount = mount;
        this.client = client;
        this.opener = opener;
        this.firstRuns = firstRuns;
        this.guard = new Guard(mount.deletionSafety());
        this.journal = journal;
        this.notices = new DeletionNotices(journal, commands);
        this.problems = problems;
        this.listings = new ListingSchedule(mount.listing(), journal, clock);
        this.leftOvers = new LeftOvers(clock);
        journal.add(report);
        this.clock = clock;
        this.pauses = pauses;
        this.events = new BucketEvents(mount.location(), listings, journal);
        this.housekeeping = new Housekeeping(journal, commands, problems, clock, System::nanoTime);
        this.inFlight = inFlight;
        this.failures = new Failures(mount, inFlight, firstRuns, journal, problems, refusals, once);
        this.once = once;
    }

    public Mount mount() {
        return mount;
    }

    /** What reaches the mount's store, within the mount's limits. */
    public S3Client client() {
        return client;
    }

    public Journal journal() {
        return journal;
    }

    /** What the bucket's events tell. */
    public BucketEvents events() {
        return events;
    }

    /** Opens the mount where that is still to be done, and begins to look. */
    public void begin() throws IOException {
        startedAt = System.nanoTime();
        hasEnded = false;
        failed = false;
        journal.beginPass();
        inFlight.begin();
        OpenMount current = opened();
        began = current.clock().next();
        housekeeping.begin(current);
        if (!current.state().markerIsThere()) {
            throw new MountException("Halted mount '" + mount.name() + "': the marker '"
                    + current.folder().root()
                    + "/.caravan/marker' is gone, so this may not be the right folder. Nothing was deleted. Mount the disk"
                    + " again.");
        }
        firstRuns.begin(current);
        current.index().freshSince(firstRuns.isWhole() ? null : began);
        held = new HeldDeletions(
                current.index().ledger(), mount.deletionSafety().deleteAfter(), began, clock);
        decider = new Decider(current, problems, held, firstRuns);
        Optional<UndoRequests.Request> undo = current.index().ledger().undo().asked();
        beginRemoteLook(current, undo.isPresent() || firstRuns.isOne() || held.areSome());
        if (undo.isPresent()) {
            new Undo(current, journal, problems, began).run(undo.get());
        }
        reportFilesBelowTrash(current);
        current.localLook().begin();
    }

    /** What lies in the folder where objects go that are deleted is in nobody's way, and on its way nowhere. */
    private void reportFilesBelowTrash(OpenMount current) throws IOException {
        for (String own : current.ignores().own()) {
            Path directory = current.folder().root().resolve(own);
            if (Files.isDirectory(directory) && !UserState.isEmpty(directory)) {
                problems.report(
                        own,
                        "is not synchronized: objects that are deleted are copied there. Choose another mounts."
                                + mount.name() + ".trash-prefix, or move these files");
            }
        }
    }

    private void beginRemoteLook(OpenMount current, boolean needed) {
        events.weigh(current.index());
        if (needed) {
            listings.want("there is more to do than to carry over changes");
        }
        boolean listed = listings.begin();
        problems.beginPass(listed);
        if (listed) {
            journal.enter(Phase.LISTING);
            events.forget();
            current.remoteLook().begin();
        } else {
            current.remoteLook().skip();
        }
    }

    /** Whether this pass lists the bucket; else what its events named is looked at. */
    public boolean listsBucket() {
        return listings.isListed();
    }

    /** The objects that the bucket's events named and that need attention. A list shows them anyway. */
    public List<Candidate> changedObjects() {
        return listings.isListed() ? List.of() : events.told(open().remoteLook());
    }

    private OpenMount opened() throws IOException {
        if (open == null) {
            OpenMount fresh = opener.open();
            try {
                SettingsChange.fit(fresh, journal);
                opener.advance(fresh);
                reportAborted(leftOvers.abort(fresh, false));
            } catch (IOException | RuntimeException e) {
                fresh.close();
                throw e;
            }
            open = fresh;
        }
        return open;
    }

    private void reportAborted(int aborted) {
        if (aborted > 0) {
            journal.publish(new MountEvent.UploadsAborted(aborted));
        }
    }

    /** The mount, which {@link #begin} has opened. */
    public OpenMount open() {
        if (open == null) {
            throw new IllegalStateException("Mount '" + mount + "' is not open");
        }
        return open;
    }

    /** A path was deleted on a side, because it was gone on the other: the guard looks back over that. */
    public void mirrored(RelativePath path, Side side) {
        open().index().ledger().deletions().add(began, path, side, isApproved(path, side));
    }

    /** Whether a person wants the path deleted on this side, whatever a guard says. */
    public boolean isApproved(RelativePath path, Side side) {
        return held != null && held.isApproved(path, side);
    }

    /** The trash bin of this pass. */
    public Trash.Bin bin() {
        return open().bin(began);
    }

    /** The bin for objects that this pass replaces or deletes in the bucket. */
    public Trash.Bin remoteBin() {
        return open().remoteBin(began);
    }

    /** A version goes from the bucket by what this pass does. */
    public void replaces(RelativePath path, RemoteVersion version) {
        open().index().ledger().replaced(new Ledger.Replaced(began, path, version.etag()));
    }

    /** Who is under way. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** What to do about a path. */
    public Decision decide(Candidate candidate) throws IOException {
        if (decider == null) {
            throw new IllegalStateException("No pass of mount '" + mount + "' has begun");
        }
        Decision decision = unlessRefused(allowed(candidate, decider.decide(candidate)));
        if (candidate.attempt() == 0) {
            decider.noteModified(decision.pathState());
        }
        if (candidate.listed()
                && candidate.attempt() > 0
                && decision.pathState().remote() == null) {
            problems.failure(
                    candidate.path().value(),
                    "is in the list of the bucket, and the store says that it does not exist (404)");
        }
        journal.publish(new PathEvent.Decided(candidate.path(), decision.action()));
        return decision;
    }

    /** What the index knows is deleted only after the guard has judged: a path that went just now waits for the next pass. */
    private Decision allowed(Candidate candidate, Decision decision) {
        boolean judged = candidate.mayGo() || decision.pathState().entry() == null;
        if (judged || decision.action().deletesOn().isEmpty()) {
            return decision;
        }
        if (once) {
            problems.report(
                    candidate.path().value(), "went while the pass was under way: the next one deals with that");
        }
        listings.want("a path went while it was looked at");
        return new Decision(decision.pathState(), Action.KEEP);
    }

    /** What a step of a user's refused is left alone until it changes. */
    private Decision unlessRefused(Decision decision) {
        Optional<String> why =
                decision.action().isRecordedOnly() ? Optional.empty() : refusals.why(decision.pathState());
        if (why.isEmpty()) {
            return decision;
        }
        problems.report(decision.pathState().path().value(), "was refused: " + why.get());
        return new Decision(decision.pathState(), Action.KEEP);
    }

    /** Whether the file is the newer one of two versions that conflict. */
    public boolean localIsNewer(Decision decision) throws IOException {
        return decider != null && decider.localIsNewer(decision.pathState());
    }

    /** Paths that are missing on a side and may be acted on. */
    public Iterator<Candidate> missing() {
        if (decider == null || held == null) {
            throw new IllegalStateException("No pass of mount '" + mount + "' has begun");
        }
        open().index().flush();
        if (open().remoteLook().isComplete()) {
            open().markers().removeGone();
        }
        inFlight.releaseObstructed();
        return new MissingPaths(open(), decider, inFlight, guard, held, listings, journal, notices, problems)
                .find(listings.isListed(), began);
    }

    /** Something to be done about a path did not succeed: it is tried again, or told. */
    public void failed(Candidate candidate, @Nullable Decision decision, Throwable cause) {
        PathState state = decision == null ? null : decision.pathState();
        failures.failed(candidate, state, cause, open(), bin());
    }

    /** A route ended before what it began was written down, and nothing failed: somebody's step stopped it. */
    public void abandoned(RelativePath path) {
        if (!inFlight.isStopping()) {
            problems.failure(
                    path.value(),
                    "was stopped by a step of a route before it was done. Let that step throw a"
                            + " dev.caravan.RefusedException to refuse a path,"
                            + " or leave the path out with 'ignore'");
        }
    }

    /** The pass as a whole did not succeed. */
    public void failed(Throwable cause) {
        if (inFlight.isStopping()) {
            return;
        }
        failed = true;
        Duration delay = pauses.afterPasses(failedInARow + 1);
        String why = cause instanceof MountException
                ? String.valueOf(cause.getMessage())
                : "Cannot synchronize mount '" + mount.name() + "': " + S3Errors.explain(mount, cause) + ".";
        journal.publish(new MountEvent.PassFailed(
                why, once ? Optional.empty() : Optional.of(delay), S3Errors.errorCode(cause), cause));
        journal.enter(new MountState(cause instanceof MountException ? Phase.HALTED : Phase.WAITING, why));
    }

    /** Nothing can be relied on any more, such as after an end of the memory: no further pass follows. */
    public PassOutcome died(Throwable cause) {
        String why = "Halted mount '" + mount.name() + "': " + cause
                + ". Nothing is synchronized any more. Restart Caravan; where memory was short, with more of it:"
                + " JAVA_OPTS=-Xmx1g";
        journal.publish(new MountEvent.PassFailed(why, Optional.empty(), S3Errors.errorCode(cause), cause));
        journal.enter(new MountState(Phase.HALTED, why));
        return new PassOutcome(false, false, taken());
    }

    private Duration taken() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Ends the pass, whether or not it succeeded. */
    public PassOutcome end() {
        inFlight.awaitIdle();
        OpenMount current = open;
        boolean waiting = false;
        try {
            if (current != null) {
                writeDown(current);
                waiting = isSomebodyWanted(current);
            }
        } catch (RuntimeException e) {
            // such as an index on a full disk: what was done is found again by the next pass
            failed(e);
        }
        if (failed
                || report.counts().failed() > 0
                || (listings.isListed()
                        && current != null
                        && !current.remoteLook().isComplete())) {
            listings.want("the last pass had a failure");
        }
        failedInARow = failed ? failedInARow + 1 : 0;
        reportRecovery();
        Duration taken = taken();
        journal.publish(new MountEvent.PassEnded(report.counts(), taken, !failed));
        if (!failed) {
            journal.enter(Phase.IDLE);
        }
        hasEnded = true;
        return new PassOutcome(!failed && report.counts().failed() == 0, waiting, taken);
    }

    private void writeDown(OpenMount current) {
        current.index().flush();
        boolean complete =
                current.localLook().isComplete() && current.remoteLook().isComplete();
        if (complete && !failed && !inFlight.isStopping() && firstRuns.isOne()) {
            firstRuns.looked(current);
        }
        if (once || leftOvers.isDue()) {
            reportAborted(leftOvers.abort(current, complete && !failed));
        }
        housekeeping.after(began, current);
        if (report.counts().isWorthALine()) {
            opener.advance(current);
        }
    }

    /** Whether the last pass that began came to an end, of whatever kind. */
    public boolean hasEnded() {
        return hasEnded;
    }

    /** Whether something is left to a person. Only where somebody asks: the conflict copies are looked for among all paths. */
    private boolean isSomebodyWanted(OpenMount current) {
        Ledger ledger = current.index().ledger();
        return once
                && (ledger.waiting() > 0
                        || !problems.all().isEmpty()
                        || ledger.pathsNamed(ConflictNames.MARK).stream()
                                .filter(ConflictNames::isCopy)
                                .anyMatch(copy -> Files.exists(current.folder().pathOf(copy))));
    }

    private void reportRecovery() {
        Instant since = failingSince;
        if (failed && since == null) {
            failingSince = Instant.now();
        } else if (!failed && since != null && !inFlight.isStopping()) {
            failingSince = null;
            journal.publish(new MountEvent.WorkingAgain(Duration.between(since, Instant.now())));
        }
    }

    /** How long to rest before the next pass. */
    public Duration nextDelay() {
        if (failed) {
            return pauses.afterPasses(failedInARow);
        }
        return listings.areWantedAtOnce() ? Duration.ZERO : mount.interval();
    }

    /** Lets go of the folder and the index. */
    public void close() throws IOException {
        OpenMount current = open;
        open = null;
        decider = null;
        journal.enter(Phase.STOPPED);
        if (current != null) {
            current.close();
        }
    }

    /** The seen paths that are to be tried again, once nothing is under way any more; empty when there are none. */
    public List<Candidate> tryAgain() {
        journal.enter(Phase.TRANSFERRING);
        return inFlight.followUps();
    }
}
