package dev.caravan.cli;

import dev.caravan.mount.Mount;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.control.ControlClient;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
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

    private final Mount mount;
    private final ControlClient client;
    private final ControlClient.Hand hand;
    private final Journal journal;
    private long since;

    private HandOver(Mount mount, ControlClient client, ControlClient.Hand hand) {
        this.mount = mount;
        this.client = client;
        this.hand = hand;
        this.journal = new Journal(mount.name(), Clock.systemUTC());
        this.since = hand.since();
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
     * Has a pass made that begins after this was called, and waits for its end.
     *
     * @param stopping says that nobody waits any more; the pass goes on
     * @return the exit code of a run that had made it
     */
    int carryOut(BooleanSupplier stopping) throws InterruptedException {
        Optional<JsonObject> said = client.syncNow(hand);
        String refused = said.map(answer -> answer.getStringOrDefault("message", ""))
                .orElse("the Caravan that has it open does not answer");
        if (said.isEmpty() || !refused.isEmpty()) {
            journal.publish(new MountEvent.HandOverFailed(refused));
            return CaravanCommand.FAILED;
        }
        long before = said.get().getLongOrDefault("passBefore", 0L);
        journal.publish(new MountEvent.HandedOver());
        for (int round = 0, silent = 0; silent < ROUNDS_OF_SILENCE; round++) {
            if (stopping.getAsBoolean()) {
                return CaravanCommand.FAILED;
            }
            Optional<JsonObject> status = client.status(hand);
            relay();
            if (status.isEmpty()) {
                silent++;
            } else if (pass(status.get()) < before) {
                break; // another one, which was started anew
            } else if (hasEnded(status.get(), before)) {
                relay();
                return code(status.get());
            } else {
                silent = 0;
                progress(status.get(), round);
            }
            Thread.sleep(ROUND_MILLIS);
        }
        journal.publish(new MountEvent.HandOverFailed(
                "the Caravan that had this mount open has stopped, or does not answer any more"));
        return CaravanCommand.FAILED;
    }

    private static long pass(JsonObject status) {
        return status.getLongOrDefault("pass", 0L);
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
        if (!status.getBooleanOrDefault("lastSucceeded", false)) {
            return CaravanCommand.FAILED;
        }
        long waiting = status.getLongOrDefault("held", 0L)
                + status.getLongOrDefault("problems", 0L)
                + status.getLongOrDefault("conflicts", 0L);
        return waiting > 0 ? CaravanCommand.WAITING : CaravanCommand.DONE;
    }

    /** What happened to the mount since the last time. */
    private void relay() {
        Optional<JsonObject> said = client.events(hand, since);
        if (said.isEmpty()) {
            return;
        }
        since = said.get().getLongOrDefault("last", since);
        JsonArray events = said.get().getCollection("events");
        for (Object each : events) {
            JsonObject event = (JsonObject) each;
            if (mount.name().value().equals(event.getString("mount"))) {
                tell(Level.valueOf(event.getString("level")), event.getString("text"));
            }
        }
    }

    private void progress(JsonObject status, int round) {
        JsonObject done = status.getMap("done");
        long waiting = status.getLongOrDefault("waiting", 0L);
        if (round > 0 && round % ROUNDS_OF_SILENCE == 0 && waiting > 0) {
            tell(Level.INFO, done.get("paths") + " paths done in this pass, " + waiting + " wait so far");
        }
    }

    private void tell(Level level, String text) {
        journal.publish(new MountEvent.Relayed(text, level.name()));
    }
}
