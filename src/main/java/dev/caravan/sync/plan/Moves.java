package dev.caravan.sync.plan;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are new and hold what another file held that is missing now: they were moved. A pass knows that once it has sent
 * them; a plan reads them, but only those whose size is that of a missing one.
 */
final class Moves {
    private final Index index;
    private final Contents contents;
    private final List<PathState> created;

    Moves(OpenMount open, List<PathState> created) {
        this.index = open.index();
        this.contents = open.transfers().contents();
        this.created = created;
    }

    /** Has the index say of each moved file that its object holds the same content. */
    void record() throws IOException {
        if (created.isEmpty() || index.local().unseen() == 0) {
            return;
        }
        Map<Long, List<Entry>> missing = missing();
        for (PathState state : created) {
            LocalVersion local = state.local();
            if (local != null) {
                for (Entry entry : missing.getOrDefault(local.size(), List.of())) {
                    if (contents.isUnchanged(state.path(), local, entry)) {
                        index.record(new Entry(state.path(), local, entry.remote(), entry.sha256()));
                        break;
                    }
                }
            }
        }
    }

    private Map<Long, List<Entry>> missing() {
        Map<Long, List<Entry>> missing = new HashMap<>();
        index.flush();
        RelativePath after = null;
        for (List<Entry> page = index.after(after); !page.isEmpty(); page = index.after(after)) {
            for (Entry entry : page) {
                after = entry.path();
                LocalVersion local = entry.local();
                if (local != null && entry.remote() != null && !index.seenLocally(entry)) {
                    missing.computeIfAbsent(local.size(), size -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        return missing;
    }
}
