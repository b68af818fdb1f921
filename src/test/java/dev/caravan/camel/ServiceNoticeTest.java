package dev.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears, on a socket as it has one. */
class ServiceNoticeTest {
    @TempDir
    private Path temp;

    /** Of the C library, for whoever listens. */
    public interface Listening extends Library {
        int socket(int domain, int type, int protocol);

        int bind(int socket, byte[] address, int length);

        int recv(int socket, byte[] buffer, int length, int flags);

        int close(int file);
    }

    @Test
    void saysThatItIsReadyAndThenThatItLives() {
        Listening system = Native.load("c", Listening.class);
        Path name = temp.resolve("notify");
        byte[] path = name.toString().getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[path.length + 3];
        address[0] = 1;
        System.arraycopy(path, 0, address, 2, path.length);
        int socket = system.socket(1, 2, 0);
        assertThat(system.bind(socket, address, address.length)).isZero();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        try {
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", name.toString(), "WATCHDOG_USEC", "20000");
            // one lost disk must not have systemd kill what all other mounts do
            Supplier<String> lost = () -> {
                throw new IllegalStateException("its disk is gone");
            };
            List<Supplier<String>> mounts = List.of(() -> "photos: in step, idle", lost);
            ServiceNotice notice = ServiceNotice.of(environment, mounts).orElseThrow();
            notice.ready(thread);
            assertThat(heard(system, socket)).isEqualTo("READY=1\nSTATUS=photos: in step, idle; unknown");
            assertThat(heard(system, socket)).startsWith("WATCHDOG=1");
            assertThat(heard(system, socket)).startsWith("WATCHDOG=1");
        } finally {
            thread.shutdownNow();
            system.close(socket);
        }
    }

    private static String heard(Listening system, int socket) {
        byte[] buffer = new byte[1_000];
        int length = system.recv(socket, buffer, buffer.length, 0);
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void saysNothingWhereNobodyListens() {
        assertThat(ServiceNotice.of(Map.of(), List.of())).isEmpty();
        ServiceNotice gone = ServiceNotice.of(
                        Map.of("NOTIFY_SOCKET", temp.resolve("gone").toString()), List.of())
                .orElseThrow();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        gone.ready(thread);
        thread.shutdownNow();
    }

    /** systemd would take another type for a service that is ready as soon as its process is there. */
    @Test
    void theUnitAsksForIt() throws IOException {
        Properties unit = new Properties();
        unit.load(Files.newBufferedReader(Path.of("src/main/dist/systemd/caravan.service")));
        assertThat(unit).containsEntry("Type", "notify").containsEntry("WatchdogSec", "5min");
    }
}
