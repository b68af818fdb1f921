package dev.caravan.sync.pass;

import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Side;
import dev.caravan.remote.Bucket;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds the side with the newest file or object: it wins a first run with {@code initial-direction = auto}. */
final class NewestSide {
    private final Folder folder;
    private final Bucket bucket;
    private final Ignores ignores;
    private final Journal journal;

    NewestSide(OpenMount open, Journal journal) {
        this.folder = open.folder();
        this.bucket = open.bucket();
        this.ignores = open.ignores();
        this.journal = journal;
    }

    InitialDirection find() throws IOException {
        Optional<Instant> local = newestFile();
        Optional<Instant> remote = newestObject();
        boolean localWins =
                local.isPresent() && (remote.isEmpty() || local.get().isAfter(remote.get()));
        journal.publish(new MountEvent.NewestSideFound(localWins ? Side.LOCAL : Side.REMOTE, local, remote));
        return localWins ? InitialDirection.LOCAL : InitialDirection.S3;
    }

    private Optional<Instant> newestObject() {
        Instant newest = Instant.MIN;
        List<S3Object> page = bucket.list(null);
        while (!page.isEmpty()) {
            for (S3Object object : page) {
                boolean counts = !object.key().endsWith("/")
                        && !ignores.hides(bucket.location().relative(object.key()));
                if (counts
                        && object.lastModified() != null
                        && object.lastModified().isAfter(newest)) {
                    newest = object.lastModified();
                }
            }
            page = bucket.list(page.get(page.size() - 1).key());
        }
        return newest.equals(Instant.MIN) ? Optional.empty() : Optional.of(newest);
    }

    private Optional<Instant> newestFile() throws IOException {
        Path root = folder.root();
        Instant[] newest = {Instant.MIN};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = !directory.equals(root)
                        && ignores.hidesDirectory(root.relativize(directory).toString());
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Instant modified = attributes.lastModifiedTime().toInstant();
                boolean counts = attributes.isRegularFile()
                        && !ignores.hidesFile(root.relativize(file).toString());
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
