package dev.caravan.sync.control;

import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Asks the Caravan that has a mount open. */
public final class ControlClient {
    private final Mount mount;
    private final UserState user;
    private final Duration patience;

    /** @param patience how long to wait for an answer: a process that was stopped gives none */
    public ControlClient(Mount mount, UserState user, Duration patience) {
        this.mount = mount;
        this.user = user;
        this.patience = patience;
    }

    /** What it says of the mount; empty if nobody answers. */
    public Optional<JsonObject> status() throws IOException {
        for (ControlFile each : files()) {
            Optional<JsonObject> one = request(each, "GET", "status").flatMap(this::ofMount);
            if (one.isPresent()) {
                return one;
            }
        }
        return Optional.empty();
    }

    /**
     * Has it do something; returns what it then says of the mount, empty if nobody answers. A mount that is paused makes no pass,
     * and says so.
     */
    public Optional<JsonObject> carryOut(String what) throws IOException {
        for (ControlFile each : files()) {
            Optional<JsonObject> status = request(each, "POST", "mounts/" + mount.name() + "/" + what);
            if (status.isPresent()) {
                return status;
            }
        }
        return Optional.empty();
    }

    /**
     * The Caravan that has the mount open.
     *
     * @param since the id of the last event, when it was found
     */
    public record Hand(ControlFile file, long since) {}

    /**
     * The Caravan that has the mount open, if it answers.
     *
     * @param alike whether its settings must say that a pass does the same as one of ours
     */
    public Optional<Hand> hand(boolean alike) throws IOException {
        for (ControlFile each : files()) {
            Optional<JsonObject> all = request(each, "GET", "status");
            Optional<JsonObject> one = all.flatMap(this::ofMount);
            if (one.isPresent()
                    && (!alike || SettingsSum.of(mount).equals(one.get().getString("settings")))) {
                long last = all.get().getLongOrDefault("lastEvent", 0L);
                return Optional.of(new Hand(each, last));
            }
        }
        return Optional.empty();
    }

    /** What it says of the mount now; empty if it does not answer any more. */
    public Optional<JsonObject> status(Hand hand) {
        return request(hand.file(), "GET", "status").flatMap(this::ofMount);
    }

    /** Has it make a pass; what it says to that, with a {@code message} where it does not. */
    public Optional<JsonObject> syncNow(Hand hand) {
        return request(hand.file(), "POST", "mounts/" + mount.name() + "/sync-now");
    }

    /** What happened behind an event, but for what is about one path and went well. */
    public Optional<JsonObject> events(Hand hand, long since) {
        return request(hand.file(), "GET", "events?tell=brief&since=" + since);
    }

    private Optional<JsonObject> ofMount(JsonObject all) {
        JsonArray mounts = all.<JsonArray>getCollection("mounts");
        return Optional.ofNullable(mounts).stream()
                .flatMap(JsonArray::stream)
                .filter(one ->
                        one instanceof JsonObject status && mount.name().value().equals(status.getString("mount")))
                .map(JsonObject.class::cast)
                .findFirst();
    }

    /** The address of the page, good for one time within five minutes; empty if nobody answers. */
    public Optional<String> page() throws IOException {
        for (ControlFile each : files()) {
            Optional<String> token = request(each, "POST", "page-token").map(answer -> answer.getString("token"));
            if (token.isPresent()) {
                return Optional.of("http://127.0.0.1:" + each.port() + "/#token=" + token.get());
            }
        }
        return Optional.empty();
    }

    private List<ControlFile> files() throws IOException {
        Path inFolder = StateDirectory.controlFile(user.stateOf(mount.folder(), mount.index()));
        Optional<ControlFile> near = ControlFile.read(inFolder);
        Optional<ControlFile> far =
                ControlFile.read(user.controlFile(mount.folder())).filter(other -> !near.equals(Optional.of(other)));
        return Stream.of(near, far)
                .flatMap(Optional::stream)
                .filter(ControlFile::isAlive)
                .toList();
    }

    private Optional<JsonObject> request(ControlFile file, String method, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + file.port() + "/api/v1/" + path)
                            .toURL()
                            .openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Authorization", "Bearer " + file.token());
            boolean refused = connection.getResponseCode() == HttpURLConnection.HTTP_CONFLICT;
            try (InputStream body = refused ? connection.getErrorStream() : connection.getInputStream()) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return text.startsWith("{")
                        ? Optional.ofNullable(Jsoner.deserialize(text, (JsonObject) null))
                        : Optional.empty();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.empty(); // nobody is there, or somebody else
        }
    }
}
