package dev.caravan.sync.plan;

import dev.caravan.index.Entry;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Utf8Order;
import dev.caravan.remote.Versions;
import dev.caravan.sync.plan.Compared.Mark;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Goes through the folder and the list of the bucket side by side. */
final class Comparison {
    private final OpenMount open;
    private final boolean content;
    private final Consumer<Compared> found;
    private final FolderWalk files;
    private final Deque<S3Object> page = new ArrayDeque<>();
    private @Nullable String lastKey;
    private boolean atEnd;

    Comparison(OpenMount open, boolean content, Consumer<Compared> found) {
        this.open = open;
        this.content = content;
        this.found = found;
        this.files = new FolderWalk(open.folder(), open.ignores(), this::unknown);
    }

    void run() {
        String file = files.next();
        S3Object object = nextObject();
        while (file != null || object != null) {
            String key = object == null ? null : path(object);
            int order = file == null ? 1 : key == null ? -1 : Utf8Order.compare(file, key);
            compare(order <= 0 ? file : null, order >= 0 ? object : null);
            file = order <= 0 ? files.next() : file;
            object = order >= 0 ? nextObject() : object;
        }
    }

    private String path(S3Object object) {
        return open.mount().location().relative(object.key());
    }

    /** The next object that can be a file and that nothing hides. */
    private @Nullable S3Object nextObject() {
        while (true) {
            if (page.isEmpty() && !atEnd) {
                page.addAll(open.bucket().list(lastKey));
                atEnd = page.isEmpty();
                lastKey = atEnd ? lastKey : page.getLast().key();
            }
            S3Object object = page.poll();
            if (object == null) {
                return null;
            }
            String path = path(object);
            if (!path.isEmpty() && !path.endsWith("/") && !open.ignores().hides(path)) {
                return object;
            }
        }
    }

    private void compare(@Nullable String file, @Nullable S3Object object) {
        String name =
                file != null ? file : path(object == null ? S3Object.builder().build() : object);
        Optional<String> fault = PathRules.fault(name);
        if (fault.isPresent()) {
            unknown(name, fault.get());
            return;
        }
        try {
            RelativePath path = new RelativePath(name);
            RemoteVersion remote = object == null ? null : Versions.of(object);
            LocalVersion local = file == null ? null : open.folder().look(path).orElse(null);
            if (local != null || remote != null) {
                found.accept(new Compared(mark(path, local, remote), name, ""));
            }
        } catch (IOException | SdkException e) {
            unknown(name, String.valueOf(e.getMessage()));
        }
    }

    private Mark mark(RelativePath path, @Nullable LocalVersion local, @Nullable RemoteVersion remote)
            throws IOException {
        if (local == null) {
            return Mark.S3_ONLY;
        }
        if (remote == null) {
            return Mark.FOLDER_ONLY;
        }
        PathState state = new PathState(path, open.index().find(path).orElse(null), local, remote, false);
        boolean same =
                !content && (isInStep(state) || open.transfers().contents().equal(state));
        return same || open.transfers().contents().sameBytes(path, local, state) ? Mark.SAME : Mark.DIFFERENT;
    }

    private static boolean isInStep(PathState state) {
        Entry entry = state.entry();
        return entry != null
                && entry.inStep()
                && state.localVersion().equals(Optional.ofNullable(entry.local()))
                && state.remoteWasInStep();
    }

    private void unknown(String path, String why) {
        found.accept(new Compared(Mark.UNKNOWN, path, why));
    }
}
