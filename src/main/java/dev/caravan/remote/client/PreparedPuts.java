package dev.caravan.remote.client;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Lets Camel's aws2-s3 producer send a PUT that we wrote. It takes request objects for its other operations, but builds
 * its PUT from headers: there it knows no If-Match, and it evaluates <code>${…}</code> in a key as Simple, so that a file
 * of such a name would go elsewhere. A prepared request travels by its number in the metadata and is put in place here.
 */
public final class PreparedPuts {
    private static final String NUMBER = "caravan-put";

    private final Map<String, PutObjectRequest> prepared = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /** The metadata to hand to the producer in place of the request's own. */
    public Map<String, String> prepare(PutObjectRequest request) {
        String number = Long.toString(last.incrementAndGet());
        prepared.put(number, request);
        return new HashMap<>(Map.of(NUMBER, number));
    }

    /** Drops a request that was prepared and never sent. */
    public void discard(Map<String, String> metadata) {
        String number = metadata.get(NUMBER);
        if (number != null) {
            prepared.remove(number);
        }
    }

    /** The request that is sent: the prepared one, where another carries its number. */
    @SuppressWarnings("unchecked") // a PUT takes the place of a PUT
    <T extends S3Request> T inPlaceOf(T request) {
        if (!(request instanceof PutObjectRequest put) || !put.metadata().containsKey(NUMBER)) {
            return request;
        }
        PutObjectRequest ours = prepared.remove(put.metadata().get(NUMBER));
        if (ours == null) {
            throw new IllegalStateException("Cannot send PUT of '" + put.key() + "': its request was sent already");
        }
        return (T) ours;
    }
}
