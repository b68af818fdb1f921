package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Problems;
import dev.caravan.sync.look.DirectoryWatch;
import dev.caravan.sync.look.LocalLook;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The directories that are, or may be, other ones than before, as when a disk is not mounted. A path that is missing
 * below one of them does not count as gone.
 */
final class DoubtedDirectories {
    private final Index index;
    private final LocalLook look;
    private final DirectoryWatch watch;
    private final Folder folder;
    private final Problems problems;
    private final Journal journal;
    private final Set<String> strangeWithMissing = new HashSet<>();

    DoubtedDirectories(OpenMount open, Problems problems, Journal journal) {
        this.index = open.index();
        this.look = open.looks().local();
        this.watch = open.looks().watch();
        this.folder = open.folder();
        this.problems = problems;
        this.journal = journal;
    }

    /** Marks a doubtful directory as replaced if the scan met none of the files that the index knows below it. */
    void judge() {
        try {
            watch.lookAgain();
        } catch (IOException e) {
            journal.publish(new MountEvent.FailureIgnored(e));
        }
        for (String directory : withNothingKnown(watch.doubtful())) {
            watch.holdsNothingKnown(directory);
            problems.report(
                    directory.isEmpty() ? "." : directory,
                    "is not the directory that it was: "
                            + watch.why(directory + "/-").orElse(""));
            watch.freshBelow(directory).forEach(this::provesNothing);
        }
    }

    /** Those directories that should hold files that the index knows, and in which the scan met none of them. */
    private Set<String> withNothingKnown(Set<String> doubtful) {
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        Set<String> with = new HashSet<>();
        Set<String> known = new HashSet<>();
        index.forEach(entry -> {
            String path = entry.path().value();
            if (entry.local() == null || entry.standing() == Entry.Standing.UNLIKE || watch.isFresh(path)) {
                return;
            }
            boolean met = index.seenLocally(entry) && !look.isBrought(path);
            for (String directory : watch.above(path)) {
                if (doubtful.contains(directory)) {
                    known.add(directory);
                    if (met) {
                        with.add(directory);
                    }
                }
            }
        });
        known.removeAll(with);
        return known;
    }

    /**
     * Records a file that may have come from another disk as unlike. Otherwise it would prove in the next pass that
     * this disk is the right one.
     */
    private void provesNothing(String path) {
        index.find(new RelativePath(path))
                .filter(Entry::inStep)
                .ifPresent(now -> index.record(Entry.unlike(now.path(), now.local(), now.remote())));
    }

    /** Why a missing path does not count as gone; empty if it does. */
    Optional<String> whyNotGone(Missing missing, Side deletedOn) {
        if (deletedOn != Side.REMOTE) {
            return Optional.empty();
        }
        String path = missing.path().value();
        leaveOpen(missing.path());
        String lies = folder.lies(missing.path());
        if (missing.entry().standing() == Entry.Standing.UNLIKE && watch.mayBeOnAnotherDisk(lies)) {
            return Optional.of("it may be on another disk than the one that is mounted now");
        }
        return watch.why(path).or(() -> watch.why(lies));
    }

    /** Keeps {@link #accept} from recording the changed directories above a path as they are now. */
    void leaveOpen(RelativePath path) {
        strangeWithMissing.addAll(watch.changedAbove(path.value()));
    }

    /** Whether a path lies on a disk that is not mounted. */
    boolean hides(RelativePath path) {
        return watch.why(path.value()).isPresent();
    }

    /**
     * Records the changed directories as they are now. A doubted file that has not been uploaded yet is first recorded
     * as unlike: otherwise a later pass would replace its object without keeping a copy.
     */
    void accept() {
        for (Entry doubted : watch.doubtedBelow(strangeWithMissing)) {
            index.find(doubted.path())
                    .filter(now -> now.inStep() && index.seenRemotely(now))
                    .filter(now -> Objects.equals(now.local(), doubted.local()))
                    .ifPresent(now -> index.record(Entry.unlike(now.path(), now.local(), now.remote())));
        }
        index.flush();
        watch.accept(strangeWithMissing);
    }
}
