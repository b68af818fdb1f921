package dev.caravan.camel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells systemd how the service stands: ready, and, as its watchdog wants it, alive. Of a stop it is not told: settings that are read
 * again stop the mounts, too, and begin anew, and systemd would take that for the end.
 */
final class ServiceNotice {
    private static final long USUAL_MICROS = TimeUnit.SECONDS.toMicros(30);

    private final NotifySocket socket;
    private final List<Supplier<String>> mounts;
    private final long micros;

    private ServiceNotice(NotifySocket socket, List<Supplier<String>> mounts, long micros) {
        this.socket = socket;
        this.mounts = mounts;
        this.micros = micros;
    }

    /**
     * Empty where no systemd wants to hear of it.
     *
     * @param mounts each says how one stands
     */
    static Optional<ServiceNotice> of(Map<String, String> environment, List<Supplier<String>> mounts) {
        String watchdog = environment.getOrDefault("WATCHDOG_USEC", "");
        long micros = watchdog.matches("\\d{1,15}") ? Math.max(2, Long.parseLong(watchdog)) / 2 : USUAL_MICROS;
        return NotifySocket.of(environment.get("NOTIFY_SOCKET"))
                .map(socket -> new ServiceNotice(socket, mounts, Math.min(micros, USUAL_MICROS)));
    }

    void ready(ScheduledExecutorService thread) {
        socket.tell("READY=1\nSTATUS=" + status());
        Future<?> unused = thread.scheduleWithFixedDelay(this::alive, micros, micros, TimeUnit.MICROSECONDS);
    }

    /**
     * It asks the index of each mount first: where a thread hangs that has the index, nothing is said, and systemd starts the
     * service anew.
     */
    private void alive() {
        socket.tell("WATCHDOG=1\nSTATUS=" + status());
    }

    private String status() {
        return mounts.stream().map(ServiceNotice::told).collect(Collectors.joining("; "));
    }

    /** A failure of one mount, such as a disk that is gone, is none of the service: only a hang is. */
    private static String told(Supplier<String> mount) {
        try {
            return mount.get();
        } catch (RuntimeException e) {
            return "unknown";
        }
    }
}
