package dev.caravan.transfer;

import dev.caravan.local.ChangedException;
import dev.caravan.local.Folder;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a file has rested: one that is still being written is neither sent nor compared. */
public final class Rest {
    /** How often a file that does not rest is looked at before it is left for the next pass. */
    private static final int LOOKS = 4;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * Some file systems store times in steps of one or two seconds, so that two changes within a step look like one.
     */
    private static final long COARSE = 2 * SECOND;

    /** The longest that a transfer waits; beyond that, the file is left for the next pass. */
    private static final long LONGEST = 3 * SECOND;

    private final Folder folder;
    private final long settle;
    private final Clock clock;

    public Rest(Folder folder, Duration settle, Clock clock) {
        this.folder = folder;
        this.settle = settle.toNanos();
        this.clock = clock;
    }

    /**
     * Waits until a file rests, and returns its version.
     *
     * @throws ChangedException if it does not come to rest, or is not there
     */
    LocalVersion of(RelativePath path) throws IOException {
        for (int look = 0; ; look++) {
            LocalVersion version = folder.look(path).orElseThrow(() -> new ChangedException("'" + path + "' vanished"));
            long age = TimeUnit.MILLISECONDS.toNanos(clock.millis()) - version.modified();
            long needed = isCoarse(version) ? Math.max(settle, COARSE) : settle;
            long left = needed - age;
            if (left <= 0 || age < -needed) {
                return version;
            }
            if (look == LOOKS || left > LONGEST) {
                throw new ChangedException("'" + path + "' changed a moment ago, and may still be written (settle)");
            }
            sleep(left);
        }
    }

    private static boolean isCoarse(LocalVersion version) {
        return version.modified() % SECOND == 0 && version.changed() % SECOND == 0;
    }

    private static void sleep(long nanos) throws ChangedException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChangedException("interrupted");
        }
    }
}
