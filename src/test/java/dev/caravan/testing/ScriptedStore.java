package dev.caravan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A store that answers what it was told to, once each and then the usual, and remembers what it was asked. */
public final class ScriptedStore implements AutoCloseable {
    /** A status of 0 ends the connection without an answer. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    /** A request as it came, with those headers that say something of an object. */
    public record Asked(String line, Map<String, String> headers, String body, String agent) {
        /** The same from whoever sent it. */
        public Asked fromAnybody() {
            return new Asked(line, headers, body, "");
        }
    }

    private static final List<String> TELLING = List.of(
            "content-md5",
            "content-type",
            "content-length",
            "if-match",
            "if-none-match",
            "range",
            "x-amz-storage-class");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Reply usual = new Reply(200, Map.of(), "");

    public ScriptedStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on. */
    public void plays(Reply then, Reply... first) {
        script.clear();
        asked.clear();
        script.addAll(List.of(first));
        usual = then;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (TELLING.contains(lower) || lower.startsWith("x-amz-meta-")) {
                headers.put(lower, String.join(",", values));
            }
        });
        String body;
        try (InputStream in = exchange.getRequestBody()) {
            body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                headers,
                body,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent"))
                        .orElse("")));
        Reply reply = Optional.ofNullable(script.poll()).orElse(usual);
        if (reply.status() == 0) {
            exchange.close();
            return;
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
