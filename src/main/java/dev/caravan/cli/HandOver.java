package dev.caravan.cli;

import dev.caravan.mount.Mount;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.control.ControlClient;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.event.Level;

/**
 * One pass over a mount by the Caravan that has it open: asked for, waited for, and told as if it were made here. That one is
 * warm, and knows what is in step.
 */
final class HandOver {
    private static final long ROUND_MILLIS = 100;
    private static final int ROUNDS_OF_SILENCE = 100;
    private static final int MOST_PASSES = 3;
    private static final String SILENT = "the Caravan that has this mount open has stopped, or does not answer";

    private final Mount mount;
    private final ControlClient client;
    private final ControlClient.Hand hand;
    private final Journal journal;
    private long since;
    private long rounds;

    private HandOver(Mount mount, ControlClient client, ControlClient.Hand hand) {
        this.mount = mount;
        this.client = client;
        this.hand = hand;
        this.journal = new Journal(mount.name(), Clock.systemUTC());
        // ids are microseconds that rise: nothing from before is told, even where that Caravan knows of no event yet
        this.since = Math.max(hand.since(), TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    }

    /** By the Caravan that has a mount open; empty where none has, or it does not answer. */
    static Optional<HandOver> to(Mount mount) throws IOException {
        return to(mount, false);
    }

    /** The same, if its settings say that the pass does what one here would do. */
    static Optional<HandOver> alike(Mount mount) throws IOException {
        return to(mount, true);
    }

    private static Optional<HandOver> to(Mount mount, boolean alike) throws IOException {
        ControlClient client = MountStatus.client(mount);
        return client.hand(alike).map(hand -> new HandOver(mount, client, hand));
    }

    /**
     * Has a pass made that begins after this was called, and waits for its end; and another one where that one meets something
     * that only a further look can tell.
     *
     * @param stopping says that nobody waits any more; the pass goes on
     * @return the exit code of a run that had made it
     */
    int carryOut(BooleanSupplier stopping) throws InterruptedException {
        journal.publish(new MountEvent.HandedOver());
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Optional<JsonObject> ended = pass(stopping);
            if (ended.isEmpty()) {
                return CaravanCommand.FAILED;
            }
            if (!ended.get().getBooleanOrDefault("lastSucceeded", false)) {
                return failed("the pass failed, or was cut short as that Caravan stops or reads its settings again");
            }
            if (!ended.get().getBooleanOrDefault("lastWantsAnother", false)) {
                return code(ended.get());
            }
        }
        return failed("something changes in each pass, and is not in step yet");
    }

    /** How the mount stands after a pass; empty where none was made, or its end did not come to be known. */
    private Optional<JsonObject> pass(BooleanSupplier stopping) throws InterruptedException {
        Optional<JsonObject> said = client.syncNow(hand);
        String refused = said.map(HandOver::refusal).orElse(SILENT);
        if (said.isEmpty() || !refused.isEmpty()) {
            failed(refused);
            return Optional.empty();
        }
        long before = said.get().getLongOrDefault("passBefore", 0L);
        int silent = 0;
        while (silent < ROUNDS_OF_SILENCE && !stopping.getAsBoolean()) {
            Thread.sleep(ROUND_MILLIS);
            Optional<JsonObject> status = client.status(hand);
            relay();
            silent = status.isEmpty() ? silent + 1 : 0;
            if (status.filter(now -> hasEnded(now, before)).isPresent()) {
                relay();
                return status; // which reads what ended before what is left
            }
            if (status.filter(HandOver::isAtRest).isPresent()) {
                failed("the mount was paused, or halted, before the pass");
                return Optional.empty();
            }
            status.ifPresent(this::progress);
        }
        if (silent > 0) {
            failed(SILENT);
        }
        return Optional.empty();
    }

    /** Why no pass is made; empty if one is. */
    private static String refusal(JsonObject said) {
        boolean understood = said.get("passBefore") != null || said.get("message") != null;
        return understood
                ? said.getStringOrDefault("message", "")
                : "the Caravan that has this mount open is an older one, which cannot be waited for: start it anew";
    }

    /** Whether no pass will begin. */
    private static boolean isAtRest(JsonObject status) {
        return List.of("paused", "halted").contains(status.getStringOrDefault("state", ""));
    }

    private int failed(String why) {
        journal.publish(new MountEvent.HandOverFailed(why));
        return CaravanCommand.FAILED;
    }

    /**
     * Whether a pass has ended that began after the call.
     *
     * @param before the number of the last one that had begun then
     */
    private static boolean hasEnded(JsonObject status, long before) {
        return status.getLongOrDefault("lastEnded", 0L) > before;
    }

    private static int code(JsonObject status) {
        long waiting = status.getLongOrDefault("held", 0L)
                + status.getLongOrDefault("problems", 0L)
                + status.getLongOrDefault("conflicts", 0L);
        return waiting > 0 ? CaravanCommand.WAITING : CaravanCommand.DONE;
    }

    /** What happened to the mount since the last time. */
    private void relay() {
        long told;
        do {
            told = since;
            Optional<JsonObject> said = client.events(hand, since);
            if (said.isPresent()) {
                since = said.get().getLongOrDefault("last", since);
                if (!said.get().getBooleanOrDefault("complete", true)) {
                    tell(Level.WARN, "more happened than is kept: not all of it is told here");
                }
                relay(said.get().getCollection("events"));
            }
        } while (since > told);
    }

    private void relay(JsonArray events) {
        for (Object each : events) {
            JsonObject event = (JsonObject) each;
            if (mount.name().value().equals(event.getString("mount"))) {
                tell(Level.valueOf(event.getString("level")), event.getString("text"));
            }
        }
    }

    private void progress(JsonObject status) {
        JsonObject done = status.getMap("done");
        long waiting = status.getLongOrDefault("waiting", 0L);
        rounds++;
        if (rounds % ROUNDS_OF_SILENCE == 0 && waiting > 0) {
            tell(Level.INFO, done.get("paths") + " paths done in this pass, " + waiting + " wait so far");
        }
    }

    private void tell(Level level, String text) {
        journal.publish(new MountEvent.Relayed(text, level.name()));
    }
}
