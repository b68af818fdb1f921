package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Policy;
import dev.caravan.reconcile.FirstRun;
import java.util.Map;
import java.util.Optional;

/** What an index remembers of the first run of its mount. */
public final class FirstRunRecord {
    private static final String SETTING = "first-run";

    /** Set in an index that was created where there was none before. */
    private static final String FRESH = "fresh";

    private static final String DONE = "done";
    private static final String REST = "rest of ";
    private static final String LOST = " after a loss";

    private final Index index;

    public FirstRunRecord(Index index) {
        this.index = index;
    }

    private String stored() {
        return index.setting(SETTING).orElse("");
    }

    /**
     * Whether both sides have been looked at completely, so that the index says what is in step, except for paths that
     * failed.
     */
    public boolean isIndexed() {
        return isDone() || hasRest();
    }

    /** Whether the first run is finished, and no failed path is left. */
    public boolean isDone() {
        return stored().equals(DONE);
    }

    /** Whether paths may be left that failed in it. */
    public boolean hasRest() {
        return stored().startsWith(REST);
    }

    /** The first run that is not finished; empty if none has begun, or if it is finished. */
    public Optional<FirstRun> run() {
        String stored = stored();
        String text = hasRest() ? stored.substring(REST.length()) : stored;
        return text.isEmpty() || isDone() ? Optional.empty() : Optional.of(parsed(text));
    }

    /** Remembers a first run that begins; returns whether that is new. */
    public boolean begin(FirstRun run) {
        boolean isNew = !stored().equals(text(run));
        index.setting(SETTING, text(run));
        return isNew;
    }

    /** Both sides were looked at as a whole, and some paths failed. */
    public void leaveRest(FirstRun run) {
        index.setting(SETTING, REST + text(run));
    }

    public void finish() {
        index.setting(SETTING, DONE);
    }

    /** The index is made where there was none before. */
    void markFresh() {
        index.setting(FRESH, "true");
    }

    /**
     * Whether the index was created where there was none before. One that does not say so was left by an interrupted
     * rebuild.
     */
    public boolean isFresh() {
        return index.setting(FRESH).isPresent();
    }

    /**
     * Whether the index is empty, and from a first run that never saw both sides: it holds nothing of another place.
     */
    boolean sawNothing() {
        return isFresh() && !isIndexed() && !stored().endsWith(LOST) && index.isEmpty();
    }

    /** Records that an earlier index was lost: this is no first run, whatever the settings for first runs say. */
    void markLost(Direction direction) {
        index.setting(SETTING, text(afterLoss(direction)));
    }

    /** Says the same as {@link #markLost}, as settings for an index that starts anew. */
    static Map<String, String> lost(Direction direction) {
        return Map.of(SETTING, text(afterLoss(direction)));
    }

    /**
     * Settings for an index that belonged to another place: the mount's settings say which side wins, but nothing is an
     * extra.
     */
    static Map<String, String> inOtherPlace(Policy policy) {
        return policy.initialDirection() == InitialDirection.AUTO
                ? lost(policy.direction())
                : Map.of(SETTING, text(new FirstRun(policy.initialDirection(), false, true)));
    }

    /** The first run after an index was lost: a two-way mount merges both sides; in a one-way mount the source wins. */
    public static FirstRun afterLoss(Direction direction) {
        InitialDirection winner = switch (direction) {
            case UPLOAD -> InitialDirection.LOCAL;
            case DOWNLOAD -> InitialDirection.S3;
            case TWO_WAY -> InitialDirection.MERGE;
        };
        return new FirstRun(winner, false, true);
    }

    private static String text(FirstRun run) {
        return run.winner().name() + (run.afterLoss() ? LOST : "");
    }

    private static FirstRun parsed(String text) {
        boolean lost = text.endsWith(LOST);
        String winner = lost ? text.substring(0, text.length() - LOST.length()) : text;
        return new FirstRun(InitialDirection.valueOf(winner), false, lost);
    }
}
