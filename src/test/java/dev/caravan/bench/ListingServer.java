package dev.caravan.bench;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A store that makes its listings up as it is asked, so that it costs next to nothing: so many objects of the same content. Of
 * what it is sent it remembers no more than the ETag of an object that it lists, or that there is one.
 */
final class ListingServer implements AutoCloseable {
    static final int IN_DIRECTORY = 50;
    static final byte[] CONTENT = new byte[64];

    private static final int PAGE = 1_000;

    private final HttpServer server;
    private final int count;
    private final String etag = md5(CONTENT);
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final BitSet stored = new BitSet();

    private record Sent(String etag, int size) {}

    static {
        // it would wait for an acknowledgement between the headers of an answer and its body
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** @param count of the objects that it lists; 0 for an empty bucket, whatever it is sent */
    ListingServer(int count) throws IOException {
        this.count = count;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newFixedThreadPool(20));
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The path of an object; their order is that of their numbers. */
    static String path(int number) {
        return String.format("d%06d/f%08d", number / IN_DIRECTORY, number);
    }

    Map<String, Integer> counted() {
        Map<String, Integer> counted = new TreeMap<>(requests);
        requests.clear();
        return counted;
    }

    /** Whether an object that is listed was sent with this content. */
    boolean has(String path, byte[] content) {
        return sent.getOrDefault(path, new Sent("", 0)).etag().equals(md5(content));
    }

    static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        boolean list = exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().matches("/bucket/?");
        requests.merge(list ? "LIST" : exchange.getRequestMethod(), 1, Integer::sum);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (list) {
            send(exchange, listing(query).getBytes(StandardCharsets.UTF_8), "application/xml");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            take(exchange, body);
        } else if (count == 0 || !exchange.getRequestURI().getPath().matches(".*/f\\d+")) {
            exchange.sendResponseHeaders(404, -1); // nor is the prefix itself an object
            exchange.close();
        } else {
            Sent object = sent.getOrDefault(listed(exchange.getRequestURI().getPath()), new Sent(etag, CONTENT.length));
            exchange.getResponseHeaders().set("ETag", "\"" + object.etag() + "\"");
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(object.size()));
            exchange.getResponseHeaders().set("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT");
            send(exchange, CONTENT, "application/octet-stream");
        }
    }

    private void take(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Sent object = new Sent(md5(body), body.length);
        if (!isAsExpected(exchange.getRequestHeaders(), path)) {
            exchange.sendResponseHeaders(412, -1);
            exchange.close();
            return;
        }
        if (count > 0) {
            sent.put(listed(path), object);
        }
        exchange.getResponseHeaders().set("ETag", "\"" + object.etag() + "\"");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private boolean isAsExpected(Headers conditions, String path) {
        String match = conditions.getFirst("If-Match");
        if (match != null) {
            String there = sent.getOrDefault(listed(path), new Sent(etag, 0)).etag();
            return count > 0 && match.replace("\"", "").equals(there);
        }
        boolean there = count > 0 || !stored(path);
        return !there || !conditions.containsKey("If-None-Match");
    }

    private static String listed(String path) {
        return path.replaceFirst("/bucket/[^/]+/", "");
    }

    /** Takes note of an object; whether it is new. */
    private boolean stored(String path) {
        int number = Integer.parseInt(path.substring(path.lastIndexOf('f') + 1));
        synchronized (stored) {
            boolean there = stored.get(number);
            stored.set(number);
            return !there;
        }
    }

    private static void send(HttpExchange exchange, byte[] body, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head) {
                out.write(body);
            }
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            query.put(key, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private String listing(Map<String, String> query) {
        boolean second = "2".equals(query.get("list-type"));
        String after = query.getOrDefault(
                "continuation-token", query.getOrDefault("start-after", query.getOrDefault("marker", "")));
        int first = after.isEmpty() ? 0 : Integer.parseInt(after.substring(after.lastIndexOf('f') + 1)) + 1;
        int last = Math.min(count, first + PAGE);
        boolean truncated = last < count;
        String prefix = query.getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder(PAGE * 220);
        xml.append("<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<Name>bucket</Name><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>");
        xml.append(truncated).append("</IsTruncated>");
        if (truncated) {
            String next = prefix + path(last - 1);
            xml.append(
                    second
                            ? "<NextContinuationToken>" + next + "</NextContinuationToken>"
                            : "<NextMarker>" + next + "</NextMarker>");
        }
        xml.append("<KeyCount>").append(last - first).append("</KeyCount>");
        Sent unchanged = new Sent(etag, CONTENT.length);
        for (int i = first; i < last; i++) {
            Sent object = sent.isEmpty() ? unchanged : sent.getOrDefault(path(i), unchanged);
            xml.append("<Contents><Key>").append(prefix).append(path(i));
            xml.append("</Key><LastModified>2036-11-22T00:00:00.000Z</LastModified><ETag>&quot;")
                    .append(object.etag());
            xml.append("&quot;</ETag><Size>").append(object.size());
            xml.append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
