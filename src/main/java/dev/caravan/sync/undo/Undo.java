package dev.caravan.sync.undo;

import dev.caravan.index.Replaced;
import dev.caravan.index.UndoRequests;
import dev.caravan.index.UndoRequests.Request;
import dev.caravan.index.UndoRequests.Step;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Brings back what passes deleted or replaced, from the trash or from the bucket's versions. For each path, the oldest
 * version in the requested time span comes back, and the current one is kept. All steps are planned first and kept in
 * the index, so that a crash or a store that cannot be reached only interrupts the undo.
 */
public final class Undo {
    private final OpenMount open;
    private final UndoRequests requests;
    private final Restoration restoration;
    private final Journal journal;
    private final Problems problems;
    private int restored;
    private int lost;
    private int waiting;

    public Undo(OpenMount open, Journal journal, Problems problems) {
        this.open = open;
        this.requests = open.index().ledger().undo();
        this.restoration = new Restoration(open);
        this.journal = journal;
        this.problems = problems;
    }

    /**
     * Carries out each step that it can. A step that the store refuses stays open, and is tried again in the next pass.
     *
     * @throws SdkException if the store cannot be reached; the next call carries on from there
     */
    public void run(Request request) throws IOException {
        if (!requests.isPlanned(request)) {
            requests.plan(request, steps(request));
        }
        for (Step step : requests.planned()) {
            attempt(request, step);
        }
        open.index().flush();
        if (open.index().ledger().undo().planned().isEmpty()) {
            requests.done(request);
        }
        journal.publish(new MountEvent.UndoEnded(restored, lost, waiting));
    }

    /** The oldest of each path comes first. */
    private List<Step> steps(Request request) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Trash.Found bin : open.state().trash().found()) {
            if (isWithin(request, bin.time())) {
                for (RelativePath path : bin.files()) {
                    String source = bin.path().resolve(path.value()).toString();
                    steps.add(new Step(path, bin.side(), source, "", bin.time(), false));
                }
            }
        }
        for (Replaced version : open.index().ledger().replaced().since(request.since())) {
            if (isWithin(request, version.pass())) {
                steps.add(new Step(version.path(), Side.REMOTE, "", version.etag(), version.pass(), false));
            }
        }
        return steps;
    }

    private static boolean isWithin(Request request, Instant pass) {
        return !pass.isBefore(request.since()) && pass.isBefore(request.until());
    }

    private void attempt(Request request, Step step) {
        try {
            if (restoration.restore(step) || restoration.folderHoldsContentOf(step)) {
                restored++;
                requests.done(step);
                return;
            }
            Optional<Step> next = next(request, step);
            if (next.isPresent()) {
                takeInstead(request, step, next.get());
                return;
            }
            lost++;
            problems.reportFailure(step.path().value(), "cannot be brought back: no copy of it is kept");
            requests.done(step);
        } catch (IOException e) {
            wait(step, e);
        } catch (SdkException e) {
            int status = S3Errors.status(e);
            if (status == 0 || status == 429 || (status >= 500 && status != 501)) {
                throw e;
            }
            Conditions conditions = open.transfers().deletionConditions();
            conditions.refused(e, false, conditions.maySend(), () -> false);
            wait(step, e);
        }
    }

    /**
     * The next version to bring back, when the planned one is kept nowhere, or was never deleted or replaced after all.
     */
    private Optional<Step> next(Request request, Step step) throws IOException {
        return steps(new Request(step.pass(), request.until())).stream()
                .filter(other -> other.side() == step.side() && other.path().equals(step.path()))
                .filter(other -> other.pass().isAfter(step.pass())
                        || (other.source().isEmpty() && !step.source().isEmpty()))
                .min(Comparator.comparing(Step::pass));
    }

    private void takeInstead(Request request, Step lost, Step next) {
        String why = "cannot be brought back as it was at " + lost.pass() + ": that version is gone. Its version of "
                + next.pass() + " comes back instead";
        if (lost.source().isEmpty()) {
            journal.publish(new PathEvent.UndoneInstead(lost.path(), why)); // perhaps it was never carried out
        } else {
            problems.reportFailure(lost.path().value(), why);
        }
        requests.instead(lost, next);
        attempt(request, next);
    }

    private void wait(Step step, Exception cause) {
        waiting++;
        requests.refused(step);
        String why = "cannot be brought back: " + S3Errors.explain(open.mount(), cause)
                + (S3Errors.status(cause) == 403
                        ? "; for what the bucket keeps as a version s3:ListBucketVersions and s3:GetObjectVersion, too"
                        : "");
        problems.reportFailure(step.path().value(), why);
        journal.publish(new MountEvent.FailureIgnored(cause));
    }
}
