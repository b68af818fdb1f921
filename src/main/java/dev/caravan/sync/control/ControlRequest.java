package dev.caravan.sync.control;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** One request of the API: what it asks, and how it is answered. */
final class ControlRequest {
    private static final int MAX_BODY = 1 << 20;

    private final HttpExchange exchange;
    private final Map<String, String> query = new HashMap<>();

    ControlRequest(HttpExchange exchange) throws ControlException {
        this.exchange = exchange;
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) throws ControlException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ControlException(400, "'" + text + "' is not URL-encoded");
        }
    }

    /** What the request shows to be allowed; null if nothing. */
    @Nullable
    String authorization() {
        return exchange.getRequestHeaders().getFirst("Authorization");
    }

    /** A parameter of the query; empty if it is not there. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A number of the query. */
    long number(String name, long standard, long max) throws ControlException {
        String text = query.getOrDefault(name, String.valueOf(standard));
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > max) {
            throw new ControlException(400, name + " = '" + text + "' is not a number from 0 to " + max);
        }
        return Long.parseLong(text);
    }

    /** The JSON object of the body; an empty one if there is no body. */
    JsonObject body() throws IOException, ControlException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new ControlException(
                    413, "the body has more than " + MAX_BODY + " bytes: send fewer paths at a time");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return new JsonObject();
        }
        try {
            if (Jsoner.deserialize(text) instanceof JsonObject object) {
                return object;
            }
        } catch (DeserializationException | RuntimeException e) {
            // said below
        }
        throw new ControlException(400, "the body is no JSON object");
    }

    /** A text of the body. */
    static String text(JsonObject body, String name) throws ControlException {
        if (body.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new ControlException(400, "the body lacks the text '" + name + "'");
    }

    /** A list of texts of the body, at least one. */
    static List<String> texts(JsonObject body, String name) throws ControlException {
        if (body.get(name) instanceof JsonArray array && !array.isEmpty()) {
            for (Object each : array) {
                if (!(each instanceof String)) {
                    throw new ControlException(400, "'" + name + "' holds something that is no text");
                }
            }
            return array.stream().map(String::valueOf).toList();
        }
        throw new ControlException(400, "the body lacks '" + name + "', a list of at least one text");
    }

    static JsonObject message(String text) {
        JsonObject message = new JsonObject();
        message.put("message", text);
        return message;
    }

    void answer(int status, JsonObject answer) throws IOException {
        answer(status, "application/json", answer.toJson().getBytes(StandardCharsets.UTF_8));
    }

    void answer(int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Begins an answer that goes on and on. */
    OutputStream stream(String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }
}
