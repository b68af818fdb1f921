package dev.caravan.sync.control;

import dev.caravan.mount.Side;
import dev.caravan.status.MountActivity.Passes;
import dev.caravan.status.MountState;
import dev.caravan.status.MountState.Phase;
import dev.caravan.sync.pass.MountSync;
import java.time.Instant;
import java.util.List;
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
        status.put("state", word(state.phase()));
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

    /** Whether there is something to carry out by this name. */
    static boolean knows(String request) {
        return List.of("sync-now", "pause", "resume").contains(request);
    }

    /** Does what is asked; returns false if the mount is paused, so that it cannot be done. */
    boolean carryOut(String request) {
        switch (request) {
            case "sync-now" -> {
                if (sync.pace().isPaused()) {
                    return false;
                }
                sync.pass().wantListing();
                sync.pace().wake();
            }
            case "pause" -> sync.pace().pause();
            default -> sync.pace().resume();
        }
        return true;
    }
}
