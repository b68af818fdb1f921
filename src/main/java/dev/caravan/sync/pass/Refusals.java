package dev.caravan.sync.pass;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.transfer.PathState;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The versions that the user's steps have refused, and why; kept until Caravan stops. Safe for several threads. */
final class Refusals {
    /** How many refusals are remembered. The steps are asked about any others again in each pass. */
    private static final int MAX = 10_000;

    private final Map<RelativePath, Refusal> refused = new ConcurrentHashMap<>();

    private record Refusal(
            @Nullable LocalVersion local, @Nullable RemoteVersion remote, String why) {}

    void add(PathState state, String why) {
        if (refused.size() < MAX) {
            refused.put(state.path(), new Refusal(state.local(), state.remote(), why));
        }
    }

    /** Why a path is left alone; empty where it changed since, or was never refused. */
    Optional<String> why(PathState state) {
        Refusal refusal = refused.get(state.path());
        if (refusal == null) {
            return Optional.empty();
        }
        boolean same = Objects.equals(refusal.local(), state.local()) && same(refusal.remote(), state.remote());
        if (!same) {
            refused.remove(state.path(), refusal);
        }
        return same ? Optional.of(refusal.why()) : Optional.empty();
    }

    private static boolean same(@Nullable RemoteVersion one, @Nullable RemoteVersion other) {
        return one == null ? other == null : one.same(other);
    }
}
