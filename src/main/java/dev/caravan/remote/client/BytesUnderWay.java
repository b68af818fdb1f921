package dev.caravan.remote.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes of an object have gone over the network, in the newest requests of a mount. Safe for several threads. */
public final class BytesUnderWay {
    private static final int MOST = 1_000;

    private final Map<String, LongAdder> keys = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LongAdder> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A request for an object begins; returns where its bytes are counted.
     *
     * @param whole whether it is for the object as a whole, so that those before do not count
     */
    synchronized LongAdder begin(String key, boolean whole) {
        if (whole) {
            keys.remove(key);
        }
        return keys.computeIfAbsent(key, unused -> new LongAdder());
    }

    /** The bytes so far; 0 if nothing is known of a key. */
    public synchronized long of(String key) {
        LongAdder bytes = keys.get(key);
        return bytes == null ? 0 : bytes.sum();
    }
}
