package dev.caravan.pass;

import dev.caravan.index.Index;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Policy;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.FirstRun;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Whether the first run of a mount is still to be done, and which side wins it. Decided once and remembered. */
final class FirstRuns {
    static final String SETTING = "first-run";
    /** What an index says that was made where there was none before. */
    static final String FRESH = "fresh";

    private static final String DONE = "done";
    private static final String REST = "rest of ";
    private static final String LOST = " after a loss";

    private final Mount mount;
    private final Journal journal;
    private @Nullable InitialDirection askedFor;
    private volatile @Nullable FirstRun current;
    private volatile @Nullable Ledger ledger;
    private volatile boolean rest;

    /** @param askedFor on the command line, for this run of the program; goes over what the index knows */
    FirstRuns(Mount mount, Journal journal, @Nullable InitialDirection askedFor) {
        this.mount = mount;
        this.journal = journal;
        this.askedFor = askedFor;
    }

    /** Whether an index is that of a first run that never came to see both sides: it knows of no other place. */
    static boolean sawNothing(Index index) {
        String stored = index.setting(SETTING).orElse("");
        boolean indexed = stored.equals(DONE) || stored.startsWith(REST) || stored.endsWith(LOST);
        return index.setting(FRESH).isPresent() && !indexed && index.isEmpty();
    }

    /** Finds out what first run the coming pass is part of, if it is part of one. */
    void begin(OpenMount open) throws IOException {
        ledger = open.index().ledger();
        String stored = open.index().setting(SETTING).orElse("");
        boolean indexed = stored.equals(DONE) || stored.startsWith(REST);
        if (askedFor != null && (!indexed || askedFor != InitialDirection.AUTO)) {
            current = new FirstRun(winner(open, askedFor), indexed);
            if (!indexed) {
                store(open, current);
            }
            rest = false;
        } else if (indexed) {
            rest = stored.startsWith(REST) && ledger.isAnyUnfinished();
            current = rest ? parsed(stored.substring(REST.length())) : null;
            if (!rest && !stored.equals(DONE)) {
                open.index().setting(SETTING, DONE);
            }
        } else {
            current = stored.isEmpty() ? fresh(open) : parsed(stored);
            store(open, current);
            rest = false;
        }
    }

    private FirstRun fresh(OpenMount open) throws IOException {
        // an index that says nothing of itself is what is left of one that was built anew
        return open.index().setting(FRESH).isPresent()
                ? new FirstRun(winner(open, mount.policy().initialDirection()), false)
                : parsed(afterLoss(mount.policy().direction()));
    }

    private void store(OpenMount open, FirstRun run) {
        if (!open.index().setting(SETTING).orElse("").equals(text(run))) {
            journal.publish(new MountEvent.FirstRunStarted(
                    run.winner(), mount.policy().initialExtras() == InitialExtras.TRASH && !run.afterLoss()));
        }
        open.index().setting(SETTING, text(run));
    }

    private static String text(FirstRun run) {
        return run.winner().name() + (run.afterLoss() ? LOST : "");
    }

    private static FirstRun parsed(String text) {
        boolean lost = text.endsWith(LOST);
        String winner = lost ? text.substring(0, text.length() - LOST.length()) : text;
        return new FirstRun(InitialDirection.valueOf(winner), false, lost);
    }

    /**
     * An index of before is lost: what both sides hold is merged, whatever the settings say of first runs. What is remembered
     * is one-way where the mount is.
     */
    static String afterLoss(Direction direction) {
        InitialDirection winner = switch (direction) {
            case UPLOAD -> InitialDirection.LOCAL;
            case DOWNLOAD -> InitialDirection.S3;
            case TWO_WAY -> InitialDirection.MERGE;
        };
        return text(new FirstRun(winner, false, true));
    }

    /** The index was one of another place: the settings say which side wins, but nothing is an extra. */
    static String inOtherPlace(Policy policy) {
        return policy.initialDirection() == InitialDirection.AUTO
                ? afterLoss(policy.direction())
                : text(new FirstRun(policy.initialDirection(), false, true));
    }

    private InitialDirection winner(OpenMount open, InitialDirection wanted) throws IOException {
        return wanted == InitialDirection.AUTO ? newestSide(open) : wanted;
    }

    /** The first run that a path is part of: any path, until both sides were looked at once; then those that failed. */
    Optional<FirstRun> of(RelativePath path) {
        FirstRun run = current;
        Ledger left = ledger;
        return run == null || left == null || (rest && !left.isUnfinished(path)) ? Optional.empty() : Optional.of(run);
    }

    /** Whether the current pass is part of a first run. */
    boolean isOne() {
        return current != null;
    }

    /** Whether the current pass is a first run of all paths, and not of those alone that failed in one. */
    boolean isWhole() {
        return current != null && !rest;
    }

    /** A path could not be brought in step: where it is part of the first run, it stays that. */
    void failed(RelativePath path) {
        Ledger left = ledger;
        if (current != null && !current.overIndex() && !rest && left != null) {
            left.unfinished(path);
        }
    }

    /** Both sides were looked at as a whole: from now on the index tells what is in step, but for what failed. */
    void looked(OpenMount open) {
        askedFor = null;
        FirstRun run = current;
        if (run != null && !run.overIndex() && !rest) {
            boolean left = open.index().ledger().isAnyUnfinished();
            open.index().setting(SETTING, left ? REST + text(run) : DONE);
        }
    }

    private InitialDirection newestSide(OpenMount open) throws IOException {
        Optional<Instant> local = newestFile(open);
        Optional<Instant> remote = newestObject(open);
        boolean localWins =
                local.isPresent() && (remote.isEmpty() || local.get().isAfter(remote.get()));
        journal.publish(new MountEvent.NewestSideFound(localWins ? Side.LOCAL : Side.REMOTE, local, remote));
        return localWins ? InitialDirection.LOCAL : InitialDirection.S3;
    }

    private static Optional<Instant> newestObject(OpenMount open) {
        Instant newest = Instant.MIN;
        List<S3Object> page = open.bucket().list(null);
        while (!page.isEmpty()) {
            for (S3Object object : page) {
                boolean counts = !object.key().endsWith("/")
                        && !open.ignores().hides(open.bucket().location().relative(object.key()));
                if (counts
                        && object.lastModified() != null
                        && object.lastModified().isAfter(newest)) {
                    newest = object.lastModified();
                }
            }
            page = open.bucket().list(page.get(page.size() - 1).key());
        }
        return newest.equals(Instant.MIN) ? Optional.empty() : Optional.of(newest);
    }

    private static Optional<Instant> newestFile(OpenMount open) throws IOException {
        Path root = open.folder().root();
        Instant[] newest = {Instant.MIN};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = !directory.equals(root)
                        && open.ignores()
                                .hidesDirectory(root.relativize(directory).toString());
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Instant modified = attributes.lastModifiedTime().toInstant();
                boolean counts = attributes.isRegularFile()
                        && !open.ignores().hidesFile(root.relativize(file).toString());
                if (counts && modified.isAfter(newest[0])) {
                    newest[0] = modified;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return newest[0].equals(Instant.MIN) ? Optional.empty() : Optional.of(newest[0]);
    }
}
