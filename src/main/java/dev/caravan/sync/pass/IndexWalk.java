package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.RelativePath;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Goes over the entries of an index in pages, in the order of their paths. */
final class IndexWalk {
    private final Index index;
    private final Deque<Entry> page = new ArrayDeque<>();
    private @Nullable RelativePath after;
    private boolean ended;

    IndexWalk(Index index) {
        this.index = index;
    }

    /** Null at the end. */
    @Nullable
    Entry next() {
        if (page.isEmpty() && !ended) {
            page.addAll(index.after(after));
            ended = page.isEmpty();
            after = ended ? after : page.getLast().path();
        }
        return page.poll();
    }
}
