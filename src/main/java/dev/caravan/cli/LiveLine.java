package dev.caravan.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.caravan.mount.MountName;
import dev.caravan.status.EventListener;
import dev.caravan.status.HumanFormat;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountActivity.Amount;
import dev.caravan.status.Occurrence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The last line of a terminal, while passes have something to do: paths, bytes, rate and time left of each mount. It gives way to
 * each line of the log. Safe for several threads.
 */
final class LiveLine extends ConsoleAppender<ILoggingEvent> implements EventListener {
    private static final long REFRESH_MILLIS = 500;
    private static final String ERASE = "\r\033[K";

    private final int columns;
    private final Clock clock;
    private final Map<String, MountActivity> mounts = new ConcurrentSkipListMap<>();
    private String shown = "";

    LiveLine(int columns, Clock clock) {
        this.columns = columns;
        this.clock = clock;
    }

    @Override
    public void on(Occurrence occurrence) {
        MountName mount = occurrence.mount();
        if (mount != null) {
            activity(mount).on(occurrence);
        }
    }

    /** Takes no lock: a terminal that does not take what is written must not hold up a transfer. */
    private MountActivity activity(MountName mount) {
        return mounts.computeIfAbsent(mount.value(), unused -> new MountActivity());
    }

    /** The settings were read again: other mounts may follow. */
    void clear() {
        mounts.clear();
    }

    @Override
    protected void append(ILoggingEvent event) {
        synchronized (this) {
            if (!shown.isEmpty()) {
                print(ERASE);
            }
            super.append(event);
            if (!shown.isEmpty()) {
                print(shown);
            }
        }
    }

    private void print(String text) {
        OutputStream out = getOutputStream();
        if (out == null) {
            return; // the log is being set up
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // a terminal that has gone
        }
    }

    /** Draws it again and again, until the thread is interrupted. */
    void draw() {
        try {
            while (true) {
                refresh();
                Thread.sleep(REFRESH_MILLIS);
            }
        } catch (InterruptedException e) {
            erase();
        }
    }

    synchronized void refresh() {
        String text = text();
        if (!text.equals(shown)) {
            print(ERASE + text);
            shown = text;
        }
    }

    private synchronized void erase() {
        if (!shown.isEmpty()) {
            print(ERASE);
            shown = "";
        }
    }

    private String text() {
        List<String> parts = new ArrayList<>();
        mounts.forEach((name, activity) -> {
            if (activity.waiting() > 0) {
                parts.add(name + ": " + progress(activity));
            }
        });
        String text = String.join("  |  ", parts);
        return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 2)) + "…";
    }

    private String progress(MountActivity activity) {
        Amount done = activity.done();
        long left =
                activity.amounts().values().stream().mapToLong(Amount::bytes).sum();
        Instant began = activity.passes().began();
        double seconds =
                began == null ? 0 : Duration.between(began, clock.instant()).toMillis() / 1000.0;
        String text = HumanFormat.count(done.paths(), "path") + " carried over (" + HumanFormat.size(done.bytes())
                + "), " + activity.waiting() + " more found so far";
        if (seconds < 1 || done.bytes() == 0) {
            return text;
        }
        double rate = done.bytes() / seconds;
        return text + ", " + HumanFormat.size((long) rate) + "/s, "
                + HumanFormat.span(Duration.ofSeconds((long) (left / rate))) + " for these";
    }
}
