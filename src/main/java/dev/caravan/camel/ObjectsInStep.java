package dev.caravan.camel;

import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.RemoteLook;
import java.util.function.Supplier;

/**
 * The idempotent repository of the list: a view of the index, keyed on path and ETag.
 */
public final class ObjectsInStep extends InStepView {
    private final Supplier<RemoteLook> look;

    ObjectsInStep(Supplier<RemoteLook> look) {
        this.look = look;
    }

    /** @param key the ETag, a space, and the path: see {@link Candidate#etagAndPath} */
    @Override
    public boolean contains(String key) {
        int space = key.indexOf(' ');
        return look.get().isInStep(key.substring(space + 1), key.substring(0, space));
    }
}
