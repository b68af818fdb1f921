package dev.caravan.sync.review;

import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.Folder;
import dev.caravan.local.Settlement;
import dev.caravan.local.Spelling;
import dev.caravan.local.StateDirectory;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
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
        COPY;

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
     * Keeps one of two versions; the other goes to the trash.
     *
     * @param name of the conflict copy
     * @return the file that the copy is of; empty if only the copy had to go
     * @throws NoSuchElementException if it is none, or does not tell its file
     * @throws IOException if it cannot be done
     */
    public Optional<RelativePath> settle(Ledger ledger, String name, Kept keep, Instant now) throws IOException {
        RelativePath copy = mount.conflictCopies(ledger).stream()
                .filter(each -> each.value().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("is no conflict copy that is listed."));
        Settlement settlement = new Settlement(
                new Folder(mount.mount().folder(), mount.mount().followSymlinks(), Spelling.EXACT),
                mount.state(),
                StateDirectory.trashOf(mount.state()).bin(now));
        if (keep == Kept.FILE) {
            settlement.keepFile(copy);
            return Optional.empty();
        }
        RelativePath file = ConflictNames.originalOf(copy)
                .orElseThrow(
                        () -> new NoSuchElementException("does not tell the name of its file, which is too long."));
        settlement.keepCopy(copy, file);
        return Optional.of(file);
    }
}
