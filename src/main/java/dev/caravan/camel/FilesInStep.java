package dev.caravan.camel;

import dev.caravan.pass.LocalLook;
import dev.caravan.pass.Pass;

/**
 * The idempotent repository of the folder's {@code file:} consumer: a view of the index, keyed on path, mtime, ctime and
 * size.
 */
public final class FilesInStep extends InStepView {
    private final Pass pass;

    FilesInStep(Pass pass) {
        this.pass = pass;
    }

    /** @param file its absolute name, the consumer's default key: version and size are read here, in one call */
    @Override
    public boolean contains(String file) {
        LocalLook look = pass.open().localLook();
        return look.isInStep(file) || !look.handOut(file);
    }
}
