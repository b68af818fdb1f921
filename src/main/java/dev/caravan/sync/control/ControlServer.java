package dev.caravan.sync.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.sync.control.PageFiles.PageFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Answers what is asked on this machine with the right token, and hands out the page, which has no data of its own. No request
 * runs a command, reads a file of somebody's choice or changes a setting. The server is the JDK's own: a start must not wait for a
 * larger one, and no setting of the user's concerns it.
 */
public final class ControlServer implements AutoCloseable {
    private static final String API = "/api/v1/";
    private static final String SESSION = API + "session";
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    static {
        // seconds: whoever sends a request slowly is left
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "2");
        }
    }

    private final HttpServer server;
    private final ControlFile file;
    private final Tokens tokens;
    private final ControlApi api;
    private final Set<Path> announced = ConcurrentHashMap.newKeySet();

    private ControlServer(HttpServer server, ControlFile file, Tokens tokens, ControlApi api) {
        this.server = server;
        this.file = file;
        this.tokens = tokens;
        this.api = api;
    }

    /**
     * Starts to listen, on a free port of the loopback address.
     *
     * @param threads that answer; whoever gives them ends them
     */
    public static ControlServer start(List<MountDesk> desks, ExecutorService threads, Clock clock) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        Tokens tokens = new Tokens(clock);
        ControlFile file = new ControlFile(
                server.getAddress().getPort(),
                tokens.main(),
                ProcessHandle.current().pid());
        ControlServer control = new ControlServer(server, file, tokens, new ControlApi(List.copyOf(desks), tokens));
        server.createContext("/", control::answer);
        server.setExecutor(threads);
        server.start();
        return control;
    }

    /** The calls of the API. */
    List<ApiCall> calls() {
        return api.calls();
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
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            try {
                ControlRequest request = new ControlRequest(exchange);
                denyStrangers(exchange);
                String path = exchange.getRequestURI().getPath();
                Optional<PageFile> page = PageFiles.find(path);
                if (page.isPresent()) {
                    expect(exchange, "GET");
                    request.answer(200, page.get().type(), page.get().content());
                } else if (path.equals(SESSION)) {
                    expect(exchange, "POST");
                    openSession(request);
                } else {
                    denyWithoutToken(exchange);
                    answer(exchange, request, path);
                }
            } catch (ControlException e) {
                refuse(exchange, e.status(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                // such as a file that changed meanwhile; of somebody who went away nothing more is to be said
                String message = String.valueOf(e.getMessage());
                boolean bare = e instanceof FileSystemException failed && message.equals(failed.getFile());
                refuse(exchange, 409, bare ? message + ": " + e.getClass().getSimpleName() : message);
            } catch (RuntimeException e) {
                refuse(exchange, 500, "that failed: " + e);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        if (exchange.getResponseCode() < 0) {
            byte[] body = ControlRequest.message(why).toJson().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void expect(HttpExchange exchange, String method) throws ControlException {
        String asked = exchange.getRequestMethod();
        boolean head = method.equals("GET") && asked.equals("HEAD");
        if (!asked.equals(method) && !head) {
            throw new ControlException(405, "this is asked for with " + method);
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (method.equals("POST") && type != null && !type.startsWith("application/json")) {
            throw new ControlException(415, "the body of a request is JSON: Content-Type: application/json");
        }
    }

    /** A page that was opened with a token for one time gets one of its own. */
    private void openSession(ControlRequest request) throws IOException, ControlException {
        String session = tokens.exchange(ControlRequest.text(request.body(), "token"));
        if (session == null) {
            throw new ControlException(
                    401,
                    "this link was used before, or is older than five minutes: caravan page" + " prints a new one");
        }
        request.answer(200, ControlApi.token(session));
    }

    private void denyStrangers(HttpExchange exchange) throws ControlException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!isOurs(host == null ? "" : host)) {
            throw new ControlException(421, "ask 127.0.0.1:" + file.port());
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !(origin.startsWith("http://") && isOurs(origin.substring("http://".length())))) {
            throw new ControlException(403, "a page of another site may not ask");
        }
    }

    private boolean isOurs(String host) {
        return host.equals("127.0.0.1:" + file.port()) || host.equals("localhost:" + file.port());
    }

    private void denyWithoutToken(HttpExchange exchange) throws ControlException {
        if (!tokens.isGood(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new ControlException(401, "show the token: Authorization: Bearer <token>");
        }
    }

    private void answer(HttpExchange exchange, ControlRequest request, String path)
            throws IOException, ControlException {
        String below = path.startsWith(API) ? path.substring(API.length()) : "/";
        List<ApiCall> there = api.calls().stream()
                .filter(call -> call.mountIn(below).isPresent())
                .toList();
        if (there.isEmpty()) {
            throw new ControlException(404, "there is no such thing: /api/v1/openapi.json lists what is");
        }
        ApiCall wanted = there.stream()
                .filter(call -> call.method().equals(exchange.getRequestMethod()))
                .findFirst()
                .orElse(there.get(0));
        expect(exchange, wanted.method());
        wanted.handler().answer(request, wanted.mountIn(below).orElse(""));
    }

    /** Ends what goes on and on, so that nothing waits for it. */
    public void endStreams() {
        api.close();
    }

    @Override
    public void close() {
        endStreams();
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
