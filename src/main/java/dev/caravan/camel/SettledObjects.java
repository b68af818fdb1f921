package dev.caravan.camel;

import dev.caravan.pass.Pass;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The idempotent repository of the list: a view of the index, keyed on path and ETag. Like {@link SettledFiles} it only
 * answers; what settles a version is the record step.
 */
public final class SettledObjects extends ServiceSupport implements IdempotentRepository {
    private final Pass pass;

    SettledObjects(Pass pass) {
        this.pass = pass;
    }

    /** @param key the ETag, a space, and the path: see {@link dev.caravan.pass.Seen#etagAndPath} */
    @Override
    public boolean contains(String key) {
        int space = key.indexOf(' ');
        return pass.open().remoteLook().isSettled(key.substring(space + 1), key.substring(0, space));
    }

    @Override
    public boolean add(String key) {
        return true;
    }

    @Override
    public boolean remove(String key) {
        return true;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        // the index is not the list's to clear
    }
}
