package dev.caravan.camel;

import dev.caravan.pass.Pass;

/**
 * The idempotent repository of the list: a view of the index, keyed on path and ETag.
 */
public final class ObjectsInStep extends InStepView {
    private final Pass pass;

    ObjectsInStep(Pass pass) {
        this.pass = pass;
    }

    /** @param key the ETag, a space, and the path: see {@link dev.caravan.pass.Candidate#etagAndPath} */
    @Override
    public boolean contains(String key) {
        int space = key.indexOf(' ');
        return pass.open().remoteLook().isInStep(key.substring(space + 1), key.substring(0, space));
    }
}
