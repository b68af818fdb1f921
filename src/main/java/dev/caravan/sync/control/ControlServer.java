package dev.caravan.sync.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Answers what is asked on this machine with the right token, and nothing else: no request runs a command, reads a file or
 * changes a setting. The server is the JDK's own: a start must not wait for a larger one, and no setting of the user's concerns
 * it.
 */
public final class ControlServer implements AutoCloseable {
    private static final int SECRET = 32;
    private static final String API = "/api/v1/";
    private static final String MOUNTS = "mounts/";

    static {
        // seconds: whoever sends a request slowly, or does not take the answer, is left
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "2");
            }
        }
    }

    private final HttpServer server;
    private final ControlFile file;
    private final List<ControlledMount> mounts;
    private final Set<Path> announced = ConcurrentHashMap.newKeySet();

    private ControlServer(HttpServer server, ControlFile file, List<ControlledMount> mounts) {
        this.server = server;
        this.file = file;
        this.mounts = mounts;
    }

    /**
     * Starts to listen, on a free port of the loopback address.
     *
     * @param threads that answer; whoever gives them ends them
     */
    public static ControlServer start(List<ControlledMount> mounts, ExecutorService threads) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        ControlFile file = new ControlFile(
                server.getAddress().getPort(),
                HexFormat.of().formatHex(secret),
                ProcessHandle.current().pid());
        ControlServer control = new ControlServer(server, file, List.copyOf(mounts));
        server.createContext("/", control::answer);
        server.setExecutor(threads);
        server.start();
        return control;
    }

    /**
     * Says in a file, which nobody else can read, how this is reached.
     *
     * @param mayReplace whether also where another Caravan that still runs says so of itself
     */
    public void announce(Path where, boolean mayReplace) throws IOException {
        Optional<ControlFile> there = ControlFile.read(where);
        boolean others = there.filter(other -> other.process() != file.process() && other.isAlive())
                .isPresent();
        if (!there.equals(Optional.of(file)) && (mayReplace || !others)) {
            file.write(where);
            announced.add(where);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Denial> denial = denial(exchange);
            if (denial.isPresent()) {
                send(exchange, denial.get().status(), message(denial.get().why()));
            } else {
                answerAllowed(exchange);
            }
        }
    }

    private record Denial(int status, String why) {}

    private Optional<Denial> denial(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!isOurs(host == null ? "" : host)) {
            return Optional.of(new Denial(421, "ask 127.0.0.1:" + file.port()));
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !(origin.startsWith("http://") && isOurs(origin.substring("http://".length())))) {
            return Optional.of(new Denial(403, "a page of another site may not ask"));
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] shown = String.valueOf(authorization).getBytes(StandardCharsets.UTF_8);
        byte[] wanted = ("Bearer " + file.token()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown, wanted)
                ? Optional.empty()
                : Optional.of(new Denial(401, "show the token: Authorization: Bearer <token>"));
    }

    private boolean isOurs(String host) {
        return host.equals("127.0.0.1:" + file.port()) || host.equals("localhost:" + file.port());
    }

    private void answerAllowed(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals(API + "status")) {
            if (method.equals("GET")) {
                send(exchange, 200, status());
            } else {
                send(exchange, 405, message("the status is asked for with GET"));
            }
            return;
        }
        String[] words = path.startsWith(API + MOUNTS)
                ? path.substring((API + MOUNTS).length()).split("/", -1)
                : new String[0];
        Optional<ControlledMount> mount = words.length == 2
                ? mounts.stream().filter(each -> each.name().equals(words[0])).findFirst()
                : Optional.empty();
        if (mount.isEmpty()) {
            send(exchange, 404, message("there is no such thing"));
        } else if (!method.equals("POST")) {
            send(exchange, 405, message("a mount is steered with POST"));
        } else if (!ControlledMount.knows(words[1])) {
            send(exchange, 404, message("a mount knows sync-now, pause and resume"));
        } else {
            send(
                    exchange,
                    mount.get().carryOut(words[1]) ? 200 : 409,
                    mount.get().status());
        }
    }

    private JsonObject status() {
        JsonObject all = new JsonObject();
        JsonArray each = new JsonArray();
        mounts.forEach(mount -> each.add(mount.status()));
        all.put("process", file.process());
        all.put("mounts", each);
        return all;
    }

    private static JsonObject message(String text) {
        JsonObject message = new JsonObject();
        message.put("message", text);
        return message;
    }

    private static void send(HttpExchange exchange, int status, JsonObject answer) throws IOException {
        byte[] body = answer.toJson().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        for (Path where : announced) {
            try {
                file.remove(where);
            } catch (IOException e) {
                // such as a disk that is gone: whoever reads the file finds that nobody answers
            }
        }
    }
}
