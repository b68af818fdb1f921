package dev.caravan.sync.review;

import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.Folder;
import dev.caravan.local.Settlement;
import dev.caravan.local.Spelling;
import dev.caravan.local.StateDirectory;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;

/** The conflict copies of a mount, and what a person makes of them. */
public record ConflictReview(ReviewedMount mount) {
    /** Which of two versions stays. */
    public enum Kept {
        FILE,
        COPY,
        BOTH,
        /** The one that the folder had. */
        LOCAL,
        /** The one that S3 had. */
        S3;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Both versions of each conflict, as they lie in the folder now. */
    public List<JsonObject> json(Ledger ledger) throws IOException {
        List<JsonObject> all = new ArrayList<>();
        for (RelativePath copy : mount.conflictCopies(ledger)) {
            JsonObject pair = new JsonObject();
            pair.put("mount", mount.mount().name().value());
            pair.put("copy", version(copy));
            ledger.conflicts().sideOf(copy).ifPresent(side -> pair.put("copyOf", side == Side.LOCAL ? "folder" : "s3"));
            Optional<RelativePath> file = ConflictNames.originalOf(copy);
            if (file.isPresent()) {
                pair.put("file", version(file.get()));
            }
            all.add(pair);
        }
        return all;
    }

    private JsonObject version(RelativePath path) throws IOException {
        JsonObject version = new JsonObject();
        version.put("path", path.value());
        Path file = mount.mount().folder().resolve(path.value());
        if (Files.isRegularFile(file)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            version.put("bytes", attributes.size());
            version.put("modified", attributes.lastModifiedTime().toInstant().toString());
        }
        return version;
    }

    /**
     * Keeps one of two versions, or both; what is not kept goes to the trash.
     *
     * @param name of the conflict copy
     * @return what there is to say of it
     * @throws NoSuchElementException if it is none, or what is to be kept is not known
     * @throws IOException if it cannot be done
     */
    public String settle(Ledger ledger, String name, Kept keep, Instant now) throws IOException {
        RelativePath copy = mount.conflictCopies(ledger).stream()
                .filter(each -> each.value().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("is no conflict copy that is listed."));
        Kept meant = versionMeant(ledger, copy, keep);
        if (meant == Kept.FILE && !isThere(ConflictNames.originalOf(copy))) {
            throw new NoSuchElementException("is the only version that is left, so it stays: its file is not there.");
        }
        boolean alone = !isThere(ConflictNames.originalOf(copy));
        String done = settle(copy, meant, settlement(now));
        if (meant == Kept.COPY && alone) {
            done = done.replace("; what it held before is in the trash", "");
        }
        ledger.conflicts().forget(copy);
        return done;
    }

    private boolean isThere(Optional<RelativePath> file) {
        return file.filter(path ->
                        Files.isRegularFile(mount.mount().folder().resolve(path.value()), LinkOption.NOFOLLOW_LINKS))
                .isPresent();
    }

    private static Kept versionMeant(Ledger ledger, RelativePath copy, Kept keep) {
        if (keep != Kept.LOCAL && keep != Kept.S3) {
            return keep;
        }
        Side side = ledger.conflicts()
                .sideOf(copy)
                .orElseThrow(
                        () -> new NoSuchElementException(
                                "may be from either side, as this index has not seen it being made: name the file or the copy."));
        return (side == Side.LOCAL) == (keep == Kept.LOCAL) ? Kept.COPY : Kept.FILE;
    }

    private Settlement settlement(Instant now) {
        return new Settlement(
                new Folder(mount.mount().folder(), mount.mount().followSymlinks(), Spelling.EXACT),
                mount.state(),
                StateDirectory.trashOf(mount.state()).bin(now));
    }

    private static String settle(RelativePath copy, Kept keep, Settlement settlement) throws IOException {
        if (keep == Kept.FILE) {
            settlement.keepFile(copy);
            return "The copy is in the trash.";
        }
        if (keep == Kept.BOTH) {
            return "Both stay; the copy is '" + HumanFormat.visible(settlement.keepBoth(copy)) + "' now.";
        }
        RelativePath file = ConflictNames.originalOf(copy)
                .orElseThrow(
                        () -> new NoSuchElementException("does not tell the name of its file, which is too long."));
        settlement.keepCopy(copy, file);
        return "'" + HumanFormat.visible(file) + "' holds what the copy held; what it held before is in the trash.";
    }
}
