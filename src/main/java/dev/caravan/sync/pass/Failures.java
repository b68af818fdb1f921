package dev.caravan.sync.pass;

import dev.caravan.RefusedException;
import dev.caravan.index.IndexException;
import dev.caravan.local.ChangedException;
import dev.caravan.local.ObstructedException;
import dev.caravan.local.OtherFileSystemException;
import dev.caravan.local.TrashFullException;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.sync.session.Session;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Handles a failure on a path: retries it, or reports it. */
public final class Failures {
    private final Mount mount;
    private final Session session;
    private final InFlight inFlight;
    private final RetryQueue retries;
    private final FirstRuns firstRuns;
    private final Journal journal;
    private final Problems problems;
    private final Refusals refusals;
    private final boolean once;

    Failures(
            Mount mount,
            Session session,
            InFlight inFlight,
            RetryQueue retries,
            FirstRuns firstRuns,
            Journal journal,
            Problems problems,
            Refusals refusals,
            boolean once) {
        this.mount = mount;
        this.session = session;
        this.inFlight = inFlight;
        this.retries = retries;
        this.firstRuns = firstRuns;
        this.journal = journal;
        this.problems = problems;
        this.refusals = refusals;
        this.once = once;
    }

    /**
     * Handles a failure on a path: retries it, reports it, or leaves the path alone.
     *
     * @param decision null if the path could not be looked at, so that nothing was decided
     */
    public void failed(Candidate candidate, @Nullable Decision decision, Throwable cause) {
        RelativePath path = candidate.path();
        if (inFlight.isStopping()) {
            return;
        }
        if (cause instanceof RefusedException && decision != null) {
            refused(decision.pathState(), String.valueOf(cause.getMessage()));
            return;
        }
        if (cause instanceof OtherFileSystemException) {
            problems.reportFailure(path.value(), "cannot be put in place: " + cause.getMessage());
            return;
        }
        if (cause instanceof ObstructedException obstructed) {
            if (!retries.queueAfterDeletions(candidate) && !moveOutOfWay(candidate, obstructed)) {
                problems.report(path.value(), "cannot be a file: " + cause.getMessage());
            }
            return;
        }
        if (!isFinal(cause) && retries.queueRetry(candidate)) {
            journal.publish(new PathEvent.Retried(path, S3Errors.explain(mount, cause), S3Errors.errorCode(cause)));
            return;
        }
        firstRuns.failed(path);
        journal.publish(
                new PathEvent.Failed(path, S3Errors.explain(mount, cause), S3Errors.errorCode(cause), once, cause));
    }

    /** Reports a path whose route ended without a failure and without a result: a step of somebody's stopped it. */
    public void abandoned(RelativePath path) {
        if (!inFlight.isStopping()) {
            problems.reportFailure(
                    path.value(),
                    "was stopped by a route step before it was done. Let that step throw a"
                            + " dev.caravan.RefusedException to refuse a path,"
                            + " or leave the path out with 'ignore'");
        }
    }

    private void refused(PathState state, String why) {
        refusals.add(state, why);
        firstRuns.failed(state.path());
        journal.publish(new PathEvent.Refused(state.path(), why));
    }

    private boolean moveOutOfWay(Candidate candidate, ObstructedException obstructed) {
        Optional<RelativePath> file = obstructed.file();
        Optional<OpenMount> open = session.current();
        try {
            if (file.isEmpty()
                    || open.isEmpty()
                    || !new FileDirectoryClash(open.get(), journal).trashFileIfInStep(file.get())) {
                return false;
            }
            problems.report(file.get().value(), "cannot be a file: '" + file.get() + "' is a directory");
            return retries.queueRetry(candidate);
        } catch (IOException | RuntimeException e) {
            journal.publish(new MountEvent.FailureIgnored(e));
            return false;
        }
    }

    /** Whether the cause is a bug, in a step of a route or in Caravan: a retry would not help. */
    private static boolean isMistakeInCode(Throwable cause) {
        return cause instanceof RuntimeException
                && !(cause instanceof SdkException)
                && !(cause instanceof UncheckedIOException)
                && !(cause instanceof IndexException);
    }

    /** Whether an immediate retry would not help. */
    private static boolean isFinal(Throwable cause) {
        if (cause instanceof TrashFullException || isMistakeInCode(cause)) {
            return true;
        }
        int status = S3Errors.status(cause);
        boolean proofFailed = S3Errors.mayHaveChanged(cause) || cause instanceof ChangedException;
        return !proofFailed && !S3Errors.isMismatch(cause) && status >= 400 && status < 500;
    }
}
