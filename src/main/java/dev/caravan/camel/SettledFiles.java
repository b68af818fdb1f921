package dev.caravan.camel;

import dev.caravan.pass.LocalLook;
import dev.caravan.pass.Pass;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The idempotent repository of the folder's {@code file:} consumer: a view of the index, keyed on path, mtime, ctime and
 * size. It only answers whether a version is settled; what settles it is written by the record step, after a transfer,
 * because Camel confirms a key even where an error was handled.
 */
public final class SettledFiles extends ServiceSupport implements IdempotentRepository {
    private final Pass pass;

    SettledFiles(Pass pass) {
        this.pass = pass;
    }

    /** @param file its absolute name, the consumer's default key: version and size are read here, in one call */
    @Override
    public boolean contains(String file) {
        LocalLook look = pass.open().localLook();
        return look.isSettled(file) || !look.handOut(file);
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
        // the index is not the consumer's to clear
    }
}
