package dev.caravan.pass;

import dev.caravan.RefusedException;
import dev.caravan.index.IndexException;
import dev.caravan.local.ChangedException;
import dev.caravan.local.ObstructedException;
import dev.caravan.local.OtherFileSystemException;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashFullException;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** What becomes of a path when something to be done about it failed: it is tried again, or its failure is told. */
final class Failures {
    private final Mount mount;
    private final InFlight inFlight;
    private final FirstRuns firstRuns;
    private final Journal journal;
    private final Problems problems;
    private final Refusals refusals;
    private final boolean once;

    Failures(
            Mount mount,
            InFlight inFlight,
            FirstRuns firstRuns,
            Journal journal,
            Problems problems,
            Refusals refusals,
            boolean once) {
        this.mount = mount;
        this.inFlight = inFlight;
        this.firstRuns = firstRuns;
        this.journal = journal;
        this.problems = problems;
        this.refusals = refusals;
        this.once = once;
    }

    /**
     * What is tried again, told, or left alone.
     *
     * @param state null where the path could not be looked at
     * @param bin where a file goes that has to give way
     */
    void failed(Candidate candidate, @Nullable PathState state, Throwable cause, OpenMount open, Trash.Bin bin) {
        RelativePath path = candidate.path();
        if (inFlight.isStopping()) {
            return;
        }
        if (cause instanceof RefusedException && state != null) {
            refused(state, String.valueOf(cause.getMessage()));
            return;
        }
        if (cause instanceof OtherFileSystemException) {
            problems.failure(path.value(), "cannot be put in place: " + cause.getMessage());
            return;
        }
        if (cause instanceof ObstructedException obstructed) {
            if (!inFlight.obstructed(candidate) && !givesWay(candidate, obstructed, open, bin)) {
                problems.report(path.value(), "cannot be a file: " + cause.getMessage());
            }
            return;
        }
        if (!isFinal(cause) && inFlight.again(candidate)) {
            journal.publish(new PathEvent.Retried(path, S3Errors.explain(mount, cause), S3Errors.errorCode(cause)));
            return;
        }
        firstRuns.failed(path);
        journal.publish(
                new PathEvent.Failed(path, S3Errors.explain(mount, cause), S3Errors.errorCode(cause), once, cause));
    }

    private void refused(PathState state, String why) {
        refusals.add(state, why);
        firstRuns.failed(state.path());
        journal.publish(new PathEvent.Refused(state.path(), why));
    }

    private boolean givesWay(Candidate candidate, ObstructedException obstructed, OpenMount open, Trash.Bin bin) {
        Optional<RelativePath> file = obstructed.file();
        try {
            if (file.isEmpty() || !new FileDirectoryClash(open, journal).clear(file.get(), bin)) {
                return false;
            }
            problems.report(file.get().value(), "cannot be a file: '" + file.get() + "' is a directory");
            return inFlight.again(candidate);
        } catch (IOException | RuntimeException e) {
            journal.publish(new MountEvent.Excused(e));
            return false;
        }
    }

    /** A step of a route or of ours is wrong: no second attempt makes it right. */
    private static boolean isMistakeInCode(Throwable cause) {
        return cause instanceof RuntimeException
                && !(cause instanceof SdkException)
                && !(cause instanceof UncheckedIOException)
                && !(cause instanceof IndexException);
    }

    /** Asking again at once would not help. */
    private static boolean isFinal(Throwable cause) {
        if (cause instanceof TrashFullException || isMistakeInCode(cause)) {
            return true;
        }
        int status = S3Errors.status(cause);
        boolean proofFailed = status == 404 || status == 409 || status == 412 || cause instanceof ChangedException;
        return !proofFailed && !S3Errors.isMismatch(cause) && status >= 400 && status < 500;
    }
}
