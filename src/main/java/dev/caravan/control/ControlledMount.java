package dev.caravan.control;

import dev.caravan.mount.Side;
import dev.caravan.status.MountActivity.Passes;
import dev.caravan.status.MountState;
import dev.caravan.sync.pass.MountSync;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A mount that is synchronized now, as somebody sees it who asks, and what can be asked of it. */
public final class ControlledMount {
    private final MountSync sync;

    public ControlledMount(MountSync sync) {
        this.sync = sync;
    }

    String name() {
        return sync.mount().name().value();
    }

    /** What it is doing, and what its passes did. */
    JsonObject status() {
        MountState state = sync.journal().state();
        Passes passes = sync.activity().passes();
        JsonObject status = new JsonObject();
        status.put("mount", name());
        status.put("state", state.phase().name().toLowerCase(Locale.ROOT));
        status.put("reason", state.reason());
        status.put("paused", sync.pace().isPaused());
        status.put("waiting", sync.activity().waiting());
        put(status, "oldestToS3", sync.activity().oldest(Side.REMOTE).orElse(null));
        put(status, "oldestToFolder", sync.activity().oldest(Side.LOCAL).orElse(null));
        status.put("pass", passes.number());
        put(status, "began", passes.began());
        put(status, "ended", passes.ended());
        put(status, "succeeded", passes.succeeded());
        put(status, "looked", passes.looked());
        put(status, "next", sync.pace().next().orElse(null));
        status.put("fault", passes.fault());
        return status;
    }

    private static void put(JsonObject status, String name, @Nullable Instant time) {
        if (time != null) {
            status.put(name, time.toString());
        }
    }

    /** Does what is asked; returns false if there is no such request. */
    boolean carryOut(String request) {
        switch (request) {
            case "sync-now" -> {
                sync.pass().wantListing();
                sync.pace().wake();
            }
            case "pause" -> sync.pace().pause();
            case "resume" -> sync.pace().resume();
            default -> {
                return false;
            }
        }
        return true;
    }
}
