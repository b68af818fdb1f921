package dev.caravan.sync.pass;

import dev.caravan.index.Ledger;
import dev.caravan.index.UndoRequests;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.client.RequestBudget;
import dev.caravan.status.DeletionNotices;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState;
import dev.caravan.status.MountState.Phase;
import dev.caravan.status.PassOutcome;
import dev.caravan.status.PassReport;
import dev.caravan.status.Problems;
import dev.caravan.status.Progress;
import dev.caravan.status.Suggestions;
import dev.caravan.sync.guard.Guard;
import dev.caravan.sync.look.BucketEvents;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.ListingSchedule;
import dev.caravan.sync.session.MountException;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.sync.session.Session;
import dev.caravan.sync.undo.Undo;
import dev.caravan.transfer.LeftOvers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the passes of one mount, one after another: looks at both sides, finds what is missing, and ends each pass with
 * an outcome.
 */
public final class Pass {
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

    private final Mount mount;
    private final Session session;
    private final FirstRuns firstRuns;
    private final Guard guard;
    private final Journal journal;
    private final Problems problems;
    private final ListingSchedule listings;
    private final BucketEvents events;
    private final InFlight inFlight;
    private final RetryQueue retries;
    private final Refusals refusals;
    private final RequestBudget budget;
    private final PassOptions options;
    private final DeletionNotices notices;
    private final PassReport report = new PassReport();
    private final Housekeeping housekeeping;
    private final Recovery recovery;

    private volatile @Nullable Current current;
    private long startedAt = System.nanoTime();
    private boolean failed;
    private volatile boolean hasEnded;
    private volatile Ended last = new Ended(0, true, false);

    /** What belongs to the current pass. */
    private record Current(OpenMount open, Decider decider, Decisions decisions) {}

    Pass(
            Mount mount,
            Session session,
            FirstRuns firstRuns,
            Journal journal,
            Suggestions commands,
            Problems problems,
            ListingSchedule listings,
            BucketEvents events,
            InFlight inFlight,
            RetryQueue retries,
            Refusals refusals,
            RequestBudget budget,
            PassOptions options) {
        this.mount = mount;
        this.session = session;
        this.firstRuns = firstRuns;
        this.guard = new Guard(mount.deletionSafety());
        this.journal = journal;
        this.problems = problems;
        this.listings = listings;
        this.events = events;
        this.inFlight = inFlight;
        this.retries = retries;
        this.refusals = refusals;
        this.budget = budget;
        this.options = options;
        this.notices = new DeletionNotices(journal, commands);
        this.housekeeping = new Housekeeping(journal, commands, problems, options.clock(), System::nanoTime);
        this.recovery = new Recovery(journal, options.pauses(), System::nanoTime);
        journal.add(report);
        new Progress(journal, report);
    }

    /**
     * Begins a pass: opens the mount if it is not open yet, carries out an undo that was asked for, and begins to look.
     */
    public void begin() throws IOException {
        startedAt = System.nanoTime();
        hasEnded = false;
        failed = false;
        budget.beginPass();
        journal.beginPass();
        retries.begin();
        OpenMount open = session.open();
        open.bins().begin(open.clock().next());
        housekeeping.begin(open);
        expectMarker(open);
        firstRuns.begin(open);
        open.index().freshSince(firstRuns.coversAllPaths() ? null : open.bins().pass());
        open.held().begin(open.bins().pass());
        Decider decider = new Decider(open, firstRuns, problems);
        current = new Current(
                open,
                decider,
                new Decisions(
                        decider,
                        refusals,
                        listings,
                        problems,
                        journal,
                        options.once(),
                        decision -> options.allowed().test(mount.name(), decision),
                        firstRuns::failed));
        Optional<UndoRequests.Request> undo = open.index().ledger().undo().asked();
        beginRemoteLook(
                open, undo.isPresent() || firstRuns.isActive() || open.held().hasAny());
        if (undo.isPresent()) {
            new Undo(open, journal, problems).run(undo.get());
        }
        reportFilesBelowTrash(open);
        open.looks().local().begin();
    }

    /** The next pass lists the bucket, whatever the settings say about that. */
    public void wantListing() {
        listings.want("somebody asked for it");
    }

    /** What keeps paths out of step, as far as this pass has come. */
    public Map<String, String> problems() {
        return problems.all();
    }

    private void expectMarker(OpenMount open) throws IOException {
        if (!open.state().markerIsThere()) {
            throw new MountException("Halted mount '" + mount.name() + "': the marker '"
                    + open.folder().root()
                    + "/.caravan/marker' is gone, so this may not be the right folder. Nothing was deleted. Mount the disk"
                    + " again.");
        }
    }

    /** Reports files in the folder whose paths belong to the trash in the bucket: they are not synchronized. */
    private void reportFilesBelowTrash(OpenMount open) throws IOException {
        for (String own : open.ignores().own()) {
            Path directory = open.folder().root().resolve(own);
            if (Files.isDirectory(directory) && !UserState.isEmpty(directory)) {
                problems.report(
                        own,
                        "is not synchronized: objects that are deleted are copied there. Choose another mounts."
                                + mount.name() + ".trash-prefix, or move these files");
            }
        }
    }

    private void beginRemoteLook(OpenMount open, boolean needed) {
        events.wantListIfNeeded(open.index());
        if (needed) {
            listings.want("there is more to do than to carry over changes");
        }
        boolean listed = listings.begin();
        problems.beginPass(listed);
        if (listed) {
            journal.enter(Phase.LISTING);
            events.forget();
            open.looks().remote().begin();
        } else {
            open.looks().remote().skip();
        }
    }

    /** Whether this pass lists the bucket. If not, it looks only at the objects that bucket events named. */
    public boolean listsBucket() {
        return listings.isListed();
    }

    /** Decides about the paths of the current pass. */
    public Decisions decisions() {
        return inProgress().decisions();
    }

    private Current inProgress() {
        Current here = current;
        if (here == null) {
            throw new IllegalStateException("No pass of mount '" + mount + "' has begun");
        }
        return here;
    }

    /** Paths that are missing on a side and may be acted on. */
    public Iterator<Candidate> missing() {
        Current here = inProgress();
        OpenMount open = here.open();
        open.index().flush();
        if (open.looks().remote().isComplete()) {
            open.looks().markers().removeGone();
        }
        retries.releaseObstructed();
        return new MissingPaths(
                        open,
                        () -> new DeletionJudge(
                                open,
                                guard,
                                here.decider()::modified,
                                open.bins().pass()),
                        new DoubtedDirectories(open, problems, journal),
                        here.decider(),
                        retries,
                        listings,
                        notices,
                        problems)
                .find(listings.isListed());
    }

    /** Reports that the pass as a whole has failed. */
    public void failed(Throwable cause) {
        if (inFlight.isStopping()) {
            return;
        }
        failed = true;
        Duration delay = recovery.delayAfterFailure();
        String why = cause instanceof MountException
                ? String.valueOf(cause.getMessage())
                : "Cannot synchronize mount '" + mount.name() + "': " + S3Errors.explain(mount, cause) + ".";
        journal.publish(new MountEvent.PassFailed(
                why, options.once() ? Optional.empty() : Optional.of(delay), S3Errors.errorCode(cause), cause));
        journal.enter(new MountState(cause instanceof MountException ? Phase.HALTED : Phase.WAITING, why));
    }

    /**
     * Halts the mount after an error that leaves nothing reliable, such as running out of memory: no further pass
     * follows.
     */
    public PassOutcome died(Throwable cause) {
        String why = "Halted mount '" + mount.name() + "': " + cause
                + ". It is no longer synchronized. Restart Caravan; if memory ran out, give it more:"
                + " JAVA_OPTS=-Xmx1g";
        journal.publish(new MountEvent.PassFailed(why, Optional.empty(), S3Errors.errorCode(cause), cause));
        journal.enter(new MountState(Phase.HALTED, why));
        last = new Ended(journal.pass(), false, false);
        return new PassOutcome(false, false, taken());
    }

    private Duration taken() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Ends the pass, whether or not it succeeded. */
    public PassOutcome end() {
        inFlight.awaitIdle();
        Optional<OpenMount> open = session.current();
        boolean waiting = false;
        failed |= budget.isSpent();
        try {
            if (open.isPresent()) {
                writeDown(open.get());
                waiting = needsPerson(open.get());
            }
        } catch (RuntimeException e) {
            // for example, the index's disk is full: the next pass finds again what was done
            failed(e);
        }
        boolean listFailed = listings.isListed()
                && open.isPresent()
                && !open.get().looks().remote().isComplete();
        if (failed || report.counts().failed() > 0 || listFailed) {
            listings.want("the last pass had a failure");
        }
        recovery.ended(failed, inFlight.isStopping());
        Duration taken = taken();
        journal.publish(new MountEvent.PassEnded(report.counts(), taken, !failed));
        if (!failed) {
            journal.enter(Phase.IDLE);
        }
        budget.waitsUntil()
                .ifPresent(time -> journal.enter(new MountState(
                        Phase.WAITING, "the request-budget of today is used up; it goes on at " + time)));
        hasEnded = true;
        boolean succeeded = !failed && report.counts().failed() == 0;
        last = new Ended(journal.pass(), succeeded && !inFlight.isStopping(), listings.isWanted());
        return new PassOutcome(succeeded, waiting, taken);
    }

    private void writeDown(OpenMount open) {
        open.index().flush();
        boolean complete = open.looks().areComplete();
        if (complete && !failed && !inFlight.isStopping() && firstRuns.isActive()) {
            firstRuns.looked(open);
        }
        LeftOvers leftOvers = open.transfers().leftOvers();
        if (options.once() || leftOvers.isDue()) {
            leftOvers.abort(complete && !failed);
        }
        housekeeping.after(open);
        if (report.counts().isWorthALine()) {
            open.generation().advance();
        }
    }

    public MountName mount() {
        return mount.name();
    }

    /** Whether nothing further is to be begun. */
    public boolean isStopping() {
        return inFlight.isStopping();
    }

    /**
     * A pass that is over.
     *
     * @param succeeded whether everything that differed was brought in step, or left on purpose, and nothing cut it short
     * @param again whether it met something that only another list can tell
     */
    public record Ended(long number, boolean succeeded, boolean again) {}

    /** The pass that ended last; its number is 0 before any has. */
    public Ended lastEnded() {
        return last;
    }

    /** Whether the last pass that began has ended, successfully or not. */
    public boolean hasEnded() {
        return hasEnded;
    }

    /**
     * Whether something waits for a person: a held deletion, a problem or a conflict copy. Checked only if this is the
     * only pass, as finding conflict copies means searching all paths.
     */
    private boolean needsPerson(OpenMount open) {
        Ledger ledger = open.index().ledger();
        return options.once()
                && (ledger.held().waiting() > 0
                        || !problems.all().isEmpty()
                        || !ledger.conflictCopies(open.folder().root()).isEmpty());
    }

    /** How long to rest before the next pass. */
    public Duration nextDelay() {
        Optional<Instant> nextDay = budget.waitsUntil();
        if (nextDay.isPresent()) {
            Duration rest = Duration.between(options.clock().instant(), nextDay.get());
            return rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest;
        }
        if (failed) {
            return recovery.delay();
        }
        return listings.isWantedAtOnce() ? Duration.ZERO : mount.interval();
    }
}
