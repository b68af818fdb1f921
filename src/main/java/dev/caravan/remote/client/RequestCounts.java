package dev.caravan.remote.client;

import dev.caravan.remote.client.S3Operation.Price;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many requests a mount has sent, each attempt counted, since the program began. Safe for several threads. */
public final class RequestCounts {
    private final Map<S3Operation, LongAdder> counts = new EnumMap<>(S3Operation.class);

    public RequestCounts() {
        for (S3Operation operation : S3Operation.values()) {
            counts.put(operation, new LongAdder());
        }
    }

    void add(S3Operation operation) {
        counts.getOrDefault(operation, new LongAdder()).increment();
    }

    public long of(S3Operation operation) {
        return counts.getOrDefault(operation, new LongAdder()).sum();
    }

    public long of(Price price) {
        return counts.keySet().stream()
                .filter(operation -> operation.price() == price)
                .mapToLong(this::of)
                .sum();
    }
}
