package dev.caravan.testing;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The real store with what may happen to it: counts requests, refuses them, and changes what it lists. */
public final class FaultyBlobStore extends ForwardingBlobStore {
    private final AtomicInteger swallowed = new AtomicInteger();
    /** Looks at a request before it is carried out; what it throws is the answer. */
    public interface Fault {
        void before(String operation, String key);
    }

    /** Looks at a request after it was carried out; what it throws is what the client learns of it. */
    public interface LateFault {
        void after(String operation, String key);
    }

    /** Changes the content of an object on its way. */
    public interface FaultKind {
        InputStream change(String key, InputStream content);
    }

    /** Changes a page of a list. */
    public interface ListFault {
        ListObjectsV2Response change(ListObjectsV2Request request, ListObjectsV2Response page);
    }

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<LateFault> lateFaults = new CopyOnWriteArrayList<>();
    private volatile FaultKind way = (key, content) -> content;
    private volatile FaultKind wayIn = (key, content) -> content;
    private volatile String conditions = "HONOURED";
    private volatile ListFault listing = (request, page) -> page;

    FaultyBlobStore(BlobStore store) {
        super(store);
    }

    public void add(Fault fault) {
        faults.add(fault);
    }

    public void addLate(LateFault fault) {
        lateFaults.add(fault);
    }

    public void way(FaultKind change) {
        way = change;
    }

    /** What becomes of a file that is uploaded, on its way into a store that does not look at its checksum. */
    public void wayIn(FaultKind change) {
        wayIn = change;
    }

    /** Answers one kind of operation with a status, so many times. */
    public void fail(String operation, int status, int times) {
        AtomicInteger left = new AtomicInteger(times);
        add((name, key) -> {
            if (name.equals(operation) && left.getAndDecrement() > 0) {
                throw S3Exceptions.fromStatusCode(status);
            }
        });
    }

    public void list(ListFault change) {
        listing = change;
    }

    /** What the store makes of If-Match and If-None-Match: HONOURED, IGNORED, REFUSED or NEVER_MET. */
    public void conditions(String how) {
        conditions = how;
    }

    /** Whether a condition still counts. */
    private boolean counts(String ifMatch, String ifNoneMatch) {
        boolean conditional = ifMatch != null || ifNoneMatch != null;
        if (conditional && conditions.equals("REFUSED")) {
            throw refusal(501, "NotImplemented");
        }
        if (conditional && conditions.equals("NEVER_MET")) {
            throw S3Exceptions.preconditionFailed(null);
        }
        return !conditions.equals("IGNORED");
    }

    /** An answer with a code, as real stores give one. */
    public static S3Exception refusal(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("as the test wants it")
                        .build())
                .build();
    }

    /** From now on nothing goes wrong. */
    public void heal() {
        faults.clear();
        lateFaults.clear();
        way = (key, content) -> content;
        wayIn = (key, content) -> content;
        listing = (request, page) -> page;
    }

    /** Requests since the last call, by operation. */
    public Map<String, Integer> counted() {
        Map<String, Integer> counted = new java.util.TreeMap<>();
        counts.forEach((name, count) -> {
            int number = count.getAndSet(0);
            if (number > 0) {
                counted.put(name, number);
            }
        });
        return counted;
    }

    private void before(String operation, String key) {
        counts.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        for (Fault fault : faults) {
            fault.before(operation, key);
        }
    }

    private <T> T after(String operation, String key, T answer) {
        for (LateFault fault : lateFaults) {
            fault.after(operation, key);
        }
        return answer;
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        before("LIST", String.valueOf(request.prefix()));
        return listing.change(request, super.list(request));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        before("COPY", request.destinationKey());
        return after("COPY", request.destinationKey(), super.copyBlob(request));
    }

    /** So many PUTs are answered as if they were taken, without an ETag, and nothing is kept of them. */
    public void swallow(int puts) {
        swallowed.set(puts);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        before("PUT", request.key());
        if (swallowed.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return PutObjectResponse.builder().eTag("").build();
        }
        boolean counts = counts(request.ifMatch(), request.ifNoneMatch());
        PutObjectRequest plain =
                request.toBuilder().ifMatch(null).ifNoneMatch(null).build();
        InputStream stored = request.contentMD5() == null ? payload : wayIn.change(request.key(), payload);
        PutObjectRequest put = counts ? request : plain;
        PutObjectRequest unchecked =
                stored == payload ? put : put.toBuilder().contentMD5(null).build();
        return after("PUT", request.key(), super.putBlob(unchecked, stored));
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        before("HEAD", request.key());
        return super.blobMetadata(request);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        before("GET", request.key());
        ResponseInputStream<GetObjectResponse> got = super.getBlob(request);
        return new ResponseInputStream<>(got.response(), AbortableInputStream.create(way.change(request.key(), got)));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        before("DELETE", request.key());
        boolean counts = counts(request.ifMatch(), null);
        return after(
                "DELETE",
                request.key(),
                super.removeBlob(
                        counts ? request : request.toBuilder().ifMatch(null).build()));
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        before("CREATE", request.key());
        return after("CREATE", request.key(), super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream is) {
        before("PART", upload.blobName());
        return super.uploadMultipartPart(upload, request, is);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        before("COMPLETE", upload.blobName());
        return after("COMPLETE", upload.blobName(), super.completeMultipartUpload(upload, request));
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        before("ABORT", upload.blobName());
        super.abortMultipartUpload(upload);
    }
}
