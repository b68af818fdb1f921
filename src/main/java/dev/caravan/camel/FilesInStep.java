package dev.caravan.camel;

import dev.caravan.sync.look.LocalLook;
import java.util.function.Supplier;

/**
 * The idempotent repository of the folder's {@code file:} consumer: a view of the index, keyed on path, mtime, ctime and
 * size.
 */
public final class FilesInStep extends InStepView {
    private final Supplier<LocalLook> look;

    FilesInStep(Supplier<LocalLook> look) {
        this.look = look;
    }

    /** @param file its absolute name, the consumer's default key: version and size are read here, in one call */
    @Override
    public boolean contains(String file) {
        LocalLook local = look.get();
        return local.needsNoAttention(file) || !local.handOut(file);
    }
}
