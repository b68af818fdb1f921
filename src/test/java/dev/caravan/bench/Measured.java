package dev.caravan.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one command cost.
 *
 * @param wall in seconds
 * @param cpu user and system time, in seconds
 * @param megabytes the most memory that the process had
 * @param requests that the server saw, by operation
 */
record Measured(double wall, double cpu, long megabytes, Map<String, Integer> requests) {
    Measured {
        requests = new TreeMap<>(requests);
    }

    int allRequests() {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The same, with the requests that a store counted. */
    Measured with(Map<String, Integer> counted) {
        return new Measured(wall, cpu, megabytes, counted);
    }
}
