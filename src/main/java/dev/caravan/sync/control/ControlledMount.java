package dev.caravan.sync.control;

import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.client.S3Operation;
import dev.caravan.status.MountActivity.Amount;
import dev.caravan.status.MountActivity.Passes;
import dev.caravan.status.MountActivity.Waiting;
import dev.caravan.status.MountState;
import dev.caravan.status.MountState.Phase;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.Pass;
import dev.caravan.sync.session.EventFeed;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** A mount that is synchronized now, as somebody sees it who asks, and what can be asked of it. */
public final class ControlledMount {
    private static final int IN_FLIGHT = 20;

    private final MountSync sync;
    private final String settings;

    public ControlledMount(MountSync sync) {
        this.sync = sync;
        this.settings = SettingsSum.of(sync.mount());
    }

    String name() {
        return sync.mount().name().value();
    }

    /** The client whose requests are counted, and kept to the limits. */
    S3Client client() {
        return sync.client();
    }

    EventFeed feed() {
        return sync.feed();
    }

    /** Has what went on until now be written down. */
    void writeSpan(Instant now) {
        sync.history().write(now);
    }

    /** What it is doing, and what its passes did. */
    JsonObject status() {
        MountState state = sync.journal().state();
        JsonObject status = new JsonObject();
        Pass.Ended last =
                sync.pass().lastEnded(); // before what it left, so that nothing is taken for what another one left
        status.put("lastEnded", last.number());
        status.put("lastSucceeded", last.succeeded());
        status.put("lastWantsAnother", last.again());
        status.put("mount", name());
        status.put("folder", sync.mount().folder().toString());
        status.put("location", sync.mount().location().toString());
        status.put("direction", sync.mount().policy().direction().word());
        status.put("state", word(state.phase()));
        status.put("reason", state.reason());
        status.put("paused", sync.pace().isPaused());
        status.put("settings", settings);
        putStanding(status);
        putPasses(status);
        putRequests(status);
        return status;
    }

    private void putStanding(JsonObject status) {
        status.put("inStep", sync.standing().inStep());
        put(status, "inStepSince", sync.standing().inStepSince().orElse(null));
        status.put("waiting", sync.activity().waiting());
        for (Map.Entry<Action, Amount> each : sync.activity().amounts().entrySet()) {
            status.put(each.getKey().word(), amount(each.getValue()));
        }
        status.put("done", amount(sync.activity().done()));
        status.put("held", sync.standing().held());
        status.put("problems", sync.standing().problems());
        status.put("conflicts", sync.standing().conflicts());
        put(status, "oldestToS3", sync.activity().oldest(Side.REMOTE).orElse(null));
        put(status, "oldestToFolder", sync.activity().oldest(Side.LOCAL).orElse(null));
        JsonArray inFlight = new JsonArray();
        for (Waiting each : sync.activity().longest(IN_FLIGHT)) {
            JsonObject path = new JsonObject();
            path.put("path", each.path().value());
            path.put("action", each.action().word());
            path.put("bytes", each.bytes());
            path.put(
                    "moved",
                    sync.limiter().underWay().of(sync.mount().location().keyOf(each.path())));
            path.put("since", each.since().toString());
            inFlight.add(path);
        }
        status.put("inFlight", inFlight);
    }

    private static JsonObject amount(Amount amount) {
        JsonObject counts = new JsonObject();
        counts.put("paths", amount.paths());
        counts.put("bytes", amount.bytes());
        return counts;
    }

    private void putPasses(JsonObject status) {
        Passes passes = sync.activity().passes();
        status.put("pass", passes.number());
        put(status, "began", passes.began());
        put(status, "ended", passes.ended());
        put(status, "succeeded", passes.succeeded());
        put(status, "looked", passes.looked());
        put(status, "next", sync.pace().next().orElse(null));
        status.put("interval", sync.mount().interval().toSeconds());
        status.put("fault", passes.fault());
    }

    private void putRequests(JsonObject status) {
        JsonObject requests = new JsonObject();
        for (S3Operation operation : S3Operation.values()) {
            requests.put(operation.word(), sync.limiter().counts().of(operation));
        }
        status.put("requests", requests);
        sync.mount().limits().budget().ifPresent(budget -> status.put("requestBudget", budget));
    }

    /** Where it was paused or resumed a moment ago, the mount itself may not have noticed yet. */
    private String word(Phase phase) {
        boolean rests = phase == Phase.IDLE || phase == Phase.PAUSED;
        Phase now = !rests ? phase : sync.pace().isPaused() ? Phase.PAUSED : Phase.IDLE;
        return now.name().toLowerCase(Locale.ROOT);
    }

    private static void put(JsonObject status, String name, @Nullable Instant time) {
        if (time != null) {
            status.put(name, time.toString());
        }
    }

    /** Why no pass can be made now; empty if one can. */
    String obstacle() {
        if (sync.pace().isPaused()) {
            return "the mount is paused: resume it first";
        }
        MountState state = sync.journal().state();
        if (state.phase() == Phase.HALTED) {
            return state.reason();
        }
        return sync.limiter()
                .budget()
                .waitsUntil()
                .map(time -> "the request-budget of today is used up; it goes on at " + time)
                .orElse("");
    }

    /** Makes a pass at once; returns the number of the last one that had begun before, and nothing if it cannot. */
    OptionalLong syncNow() {
        if (!obstacle().isEmpty()) {
            return OptionalLong.empty();
        }
        sync.pass().wantListing();
        long before = sync.journal().pass();
        sync.pace().wake();
        return OptionalLong.of(before);
    }

    /** Has a pass carry out what a person decided, unless it is paused. */
    void wake() {
        sync.standing().recount();
        syncNow();
    }

    void pause() {
        sync.pace().pause();
    }

    void resume() {
        sync.pace().resume();
    }
}
