package dev.caravan.camel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The paths or files that are under way, so that each has one action at a time. A key goes as soon as its exchange is
 * done. Camel's own repository for this forgets the oldest of more than 50,000 names, and hands them out again.
 */
public final class PathsInFlight extends ServiceSupport implements IdempotentRepository {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    @Override
    public boolean add(String key) {
        return keys.add(key);
    }

    @Override
    public boolean contains(String key) {
        return keys.contains(key);
    }

    @Override
    public boolean remove(String key) {
        return keys.remove(key);
    }

    @Override
    public boolean confirm(String key) {
        return keys.remove(key);
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
