package dev.caravan.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.look.DirectoryWatch;
import dev.caravan.look.LocalLook;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.session.OpenMount;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The directories that are not those that they were, or may not be: what is missing below them is not gone. */
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

    /** Of the directories that may be others than they look like those are, of which nothing known was met. */
    void judge() {
        try {
            watch.lookAgain();
        } catch (IOException e) {
            journal.publish(new MountEvent.Excused(e));
        }
        Set<String> without = new HashSet<>(watch.doubtful());
        if (without.isEmpty()) {
            return;
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
                if (without.contains(directory)) {
                    known.add(directory);
                    if (met) {
                        with.add(directory);
                    }
                }
            }
        });
        known.removeAll(with);
        known.forEach(directory -> {
            watch.holdsNothingKnown(directory);
            problems.report(
                    directory.isEmpty() ? "." : directory,
                    "is not the directory that it was: "
                            + watch.why(directory + "/-").orElse(""));
            watch.freshBelow(directory).forEach(this::provesNothing);
        });
    }

    /** What came from another disk in this pass must not prove in the next one that the disk is the right one. */
    private void provesNothing(String path) {
        index.find(new RelativePath(path))
                .filter(Entry::inStep)
                .ifPresent(now -> index.record(Entry.unlike(now.path(), now.local(), now.remote())));
    }

    /** Why nothing can be said of a path that is missing in the folder. */
    Optional<String> whyNotGone(Missing missing, Side deletedOn) {
        if (deletedOn != Side.REMOTE) {
            return Optional.empty();
        }
        String path = missing.path().value();
        leaveOpen(missing.path());
        String lies = folder.lies(missing.path());
        if (missing.entry().standing() == Entry.Standing.UNLIKE && watch.mayBeOnAnotherDisk(lies)) {
            return Optional.of("it may lie on another disk than the one that is there");
        }
        return watch.why(path).or(() -> watch.why(lies));
    }

    /** What is not settled of a path is not settled of the directories above it either. */
    void leaveOpen(RelativePath path) {
        strangeWithMissing.addAll(watch.changedAbove(path.value()));
    }

    /** Whether a path lies on a disk that is not mounted. */
    boolean hide(RelativePath path) {
        return watch.why(path.value()).isPresent();
    }

    /**
     * Directories are from now on what they are. What was doubted in them and is not done yet would replace its object
     * without a copy in a later pass: it goes on as what a person wants to be unlike.
     */
    void settle() {
        for (Entry doubted : watch.doubtedBelow(strangeWithMissing)) {
            index.find(doubted.path())
                    .filter(now -> now.inStep() && index.seenRemotely(now))
                    .filter(now -> Objects.equals(now.local(), doubted.local()))
                    .ifPresent(now -> index.record(Entry.unlike(now.path(), now.local(), now.remote())));
        }
        index.flush();
        watch.settle(strangeWithMissing);
    }
}
