package dev.caravan.camel;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * An idempotent repository that is a view of the index. It only answers whether a version is settled; what settles it is
 * written by the record step, after a transfer, because Camel confirms a key even where an error was handled.
 */
abstract class InStepView extends ServiceSupport implements IdempotentRepository {
    @Override
    public final boolean add(String key) {
        return true;
    }

    @Override
    public final boolean remove(String key) {
        return true;
    }

    @Override
    public final boolean confirm(String key) {
        return true;
    }

    @Override
    public final void clear() {
        // the index is not a consumer's to clear
    }
}
