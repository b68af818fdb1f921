package dev.caravan.pass;

import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Mount;
import dev.caravan.reconcile.FirstRun;
import dev.caravan.status.Journal;
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
    private static final String SETTING = "first-run";
    private static final String DONE = "done";

    private final Mount mount;
    private final Journal journal;
    private @Nullable InitialDirection askedFor;

    /** @param askedFor on the command line, for this run of the program; goes over what the index knows */
    FirstRuns(Mount mount, Journal journal, @Nullable InitialDirection askedFor) {
        this.mount = mount;
        this.journal = journal;
        this.askedFor = askedFor;
    }

    /** The first run that the coming pass is part of; null if it is over. */
    @Nullable
    FirstRun current(OpenMount open) throws IOException {
        String stored = open.index().setting(SETTING).orElse("");
        boolean indexed = stored.equals(DONE);
        if (indexed && (askedFor == null || askedFor == InitialDirection.AUTO)) {
            return null;
        }
        if (indexed && askedFor != null) {
            return new FirstRun(askedFor, true);
        }
        if (!stored.isEmpty() && askedFor == null) {
            return new FirstRun(InitialDirection.valueOf(stored), false);
        }
        InitialDirection wanted = askedFor == null ? mount.policy().initialDirection() : askedFor;
        InitialDirection winner = wanted == InitialDirection.AUTO ? newestSide(open) : wanted;
        open.index().setting(SETTING, winner.name());
        return new FirstRun(winner, false);
    }

    /** A pass went through without a failure: from now on the index tells what is in step. */
    void finished(OpenMount open) {
        askedFor = null;
        open.index().setting(SETTING, DONE);
    }

    private InitialDirection newestSide(OpenMount open) throws IOException {
        Optional<Instant> local = newestFile(open);
        Optional<Instant> remote = newestObject(open);
        boolean localWins =
                local.isPresent() && (remote.isEmpty() || local.get().isAfter(remote.get()));
        journal.info("first run: the newest modification is " + (localWins ? "in the folder" : "in S3") + " (folder "
                + local.map(Instant::toString).orElse("empty") + ", S3 "
                + remote.map(Instant::toString).orElse("empty") + "), so " + (localWins ? "the folder" : "S3")
                + " wins where they differ");
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
