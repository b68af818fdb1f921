package dev.caravan.sync.control;

import dev.caravan.index.FeedEvent;
import dev.caravan.sync.session.EventFeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.util.json.JsonObject;

/**
 * What happens, as it happens: server-sent events, which a page follows. {@code status} is how the mounts stand, whenever that
 * changes; {@code happened} is an event, whose id rises; {@code gap} says that events are missing that were there before.
 */
final class EventStream {
    private static final int MOST = 20;
    private static final int AT_A_TIME = 500;
    private static final long ROUND_MILLIS = 500;
    private static final int ROUNDS_UNTIL_A_SIGN = 10;

    private final List<ControlledMount> mounts;
    private final Moment status;
    private final Semaphore places = new Semaphore(MOST);
    private volatile boolean closed;

    EventStream(List<ControlledMount> mounts, Supplier<JsonObject> status) {
        this.mounts = mounts;
        this.status = new Moment(status);
    }

    /** How all stand, for whoever follows: asked for once in a round. */
    private static final class Moment {
        private final Supplier<JsonObject> status;
        private String text = "";
        private long asked = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);

        Moment(Supplier<JsonObject> status) {
            this.status = status;
        }

        synchronized String text() {
            if (System.nanoTime() - asked >= TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS) / 2) {
                text = status.get().toJson();
                asked = System.nanoTime();
            }
            return text;
        }
    }

    /** Events behind an id, over all mounts, in order; complete unless some of them are no longer kept. */
    record Batch(List<JsonObject> events, long last, boolean complete) {}

    /** The first events behind an id: all that have it have one that is no later than that of the answer. */
    Batch after(long since, int limit) {
        long horizon = EventFeed.horizon();
        boolean complete = true;
        List<Map.Entry<String, FeedEvent>> all = new ArrayList<>();
        for (ControlledMount mount : mounts) {
            EventFeed.Page page = mount.feed().after(since, limit);
            complete &= page.complete();
            page.events().stream()
                    .filter(event -> event.id() <= horizon)
                    .forEach(event -> all.add(Map.entry(mount.name(), event)));
        }
        List<JsonObject> events = new ArrayList<>();
        long last = since;
        all.sort(Comparator.comparingLong(each -> each.getValue().id()));
        for (Map.Entry<String, FeedEvent> each : all.subList(0, Math.min(limit, all.size()))) {
            events.add(json(each.getKey(), each.getValue()));
            last = each.getValue().id();
        }
        return new Batch(events, last, complete);
    }

    static JsonObject json(String mount, FeedEvent event) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("id", event.id());
        fields.put("mount", mount);
        fields.put("time", event.time().toString());
        fields.put("pass", event.pass());
        fields.put("level", event.level());
        fields.put("event", event.event());
        fields.put("path", event.path());
        fields.put("text", event.text());
        return new JsonObject(fields);
    }

    /** Sends events until somebody closes a side. */
    void follow(ControlRequest request) throws IOException, ControlException {
        boolean replays = request.parameter("since").isPresent();
        long since = replays ? request.number("since", 0, Long.MAX_VALUE) : EventFeed.horizon();
        if (!places.tryAcquire()) {
            throw new ControlException(503, "too many pages follow already: close some");
        }
        try (OutputStream out = request.stream("text/event-stream")) {
            send(out, since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private void send(OutputStream out, long since) throws IOException, InterruptedException {
        long last = since;
        String told = "";
        int quiet = 0;
        long gap = -1;
        while (!closed) {
            StringBuilder text = new StringBuilder();
            String now = status.text();
            if (!now.equals(told)) {
                told = now;
                text.append("event: status\ndata: ").append(now).append("\n\n");
            }
            Batch batch = after(last, AT_A_TIME);
            if (!batch.complete() && gap != last) {
                gap = last;
                text.append("event: gap\ndata: {\"since\":").append(last).append("}\n\n");
            }
            for (JsonObject event : batch.events()) {
                text.append("id: ").append(event.get("id")).append("\nevent: happened\ndata: ");
                text.append(event.toJson()).append("\n\n");
            }
            last = batch.last();
            quiet = text.isEmpty() ? quiet + 1 : 0;
            if (quiet >= ROUNDS_UNTIL_A_SIGN) {
                text.append(": still here\n\n");
                quiet = 0;
            }
            if (!text.isEmpty()) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            if (batch.events().size() < AT_A_TIME) {
                Thread.sleep(ROUND_MILLIS);
            }
        }
    }

    /** Ends what follows now. */
    void close() {
        closed = true;
    }
}
