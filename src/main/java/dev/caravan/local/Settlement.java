package dev.caravan.local;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** Ends a conflict as a person wants it: what does not stay of the two versions goes to the trash. */
public final class Settlement {
    private final Folder folder;
    private final Path partials;
    private final Trash.Bin trash;

    /**
     * Works beside a Caravan that may have the folder open.
     *
     * @param state where the state of the folder lies
     */
    public Settlement(Folder folder, Path state, Trash.Bin trash) {
        this.folder = folder;
        this.partials = state.resolve("partial");
        this.trash = trash;
    }

    /** The conflict copy goes. */
    public void keepFile(RelativePath copy) throws IOException {
        folder.remove(copy, there(copy), trash, directory -> true);
    }

    /** Both stay: the copy gets a name that is none of a conflict copy, which is returned. */
    public RelativePath keepBoth(RelativePath copy) throws IOException {
        int number = 1;
        while (folder.look(ConflictNames.kept(copy, number)).isPresent()) {
            number++;
        }
        RelativePath name = ConflictNames.kept(copy, number);
        folder.rename(copy, name, there(copy));
        return name;
    }

    /** The conflict copy takes the place of its file. */
    public void keepCopy(RelativePath copy, RelativePath file) throws IOException {
        LocalVersion version = there(copy);
        Optional<LocalVersion> replaced = folder.look(file);
        Files.createDirectories(partials);
        Path partial = partials.resolve(UUID.randomUUID().toString());
        try {
            Files.copy(folder.pathOf(copy), partial, StandardCopyOption.COPY_ATTRIBUTES);
            if (!there(copy).equals(version)) {
                throw new ChangedException("'" + copy + "' changed");
            }
            force(partial);
            folder.put(partial, file, replaced, trash);
            folder.flush();
        } finally {
            Files.deleteIfExists(partial);
        }
        folder.remove(copy, version, trash, directory -> true);
    }

    /** Has a file survive a power cut, before others go because of it. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private LocalVersion there(RelativePath path) throws IOException {
        return folder.look(path).orElseThrow(() -> new NoSuchFileException(path.value()));
    }
}
