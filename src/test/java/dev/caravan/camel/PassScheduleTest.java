package dev.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.SettingsReader;
import dev.caravan.config.SettingsSource;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.status.PassOutcome;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.MountSyncFactory;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.sync.session.Environment;
import dev.caravan.testing.LogCapture;
import dev.caravan.transfer.Sizes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class PassScheduleTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "mounts.m.folder", "/nowhere",
            "mounts.m.bucket", "bucket",
            "mounts.m.endpoint", "http://127.0.0.1:9",
            "mounts.m.access-key", "a",
            "mounts.m.secret-key", "s");

    private static Mount mount() {
        return SettingsReader.read(new SettingsSource() {
                    @Override
                    public Set<String> keys() {
                        return SETTINGS.keySet();
                    }

                    @Override
                    public Optional<String> value(String key) {
                        return Optional.ofNullable(SETTINGS.get(key));
                    }
                })
                .mounts()
                .get(0);
    }

    @Test
    void aPassThatDiesIsToldAndDoesNotKeepTheOthersWaiting() throws Exception {
        CountDownLatch finished = new CountDownLatch(1);
        List<PassOutcome> outcomes = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext();
                LogCapture log = new LogCapture();
                Clients clients = new Clients(1, new PreparedPuts())) {
            Environment environment = new Environment(
                    new Parallel(Runnable::run, 1, () -> false),
                    new Sizes(1 << 24, 1 << 24),
                    name -> null,
                    new ConflictNames("host"),
                    new UserState(Map.of()),
                    Clock.systemUTC());
            PassOptions options = new PassOptions(null, true, "", Clock.systemUTC(), Pauses.USUAL);
            MountSync sync = new MountSyncFactory(clients, environment, options, () -> false).of(mount());
            PassSchedule schedule = PassSchedule.once(sync.pass(), sync.pace(), finished::countDown, outcomes::add);
            schedule.setCamelContext(context);
            schedule.scheduleTask(() -> {
                throw new OutOfMemoryError("made up");
            });
            schedule.startScheduler();
            assertThat(finished.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(outcomes).extracting(PassOutcome::succeeded).containsExactly(false);
            assertThat(log.has("Halted mount 'm': java.lang.OutOfMemoryError: made up"))
                    .isTrue();
        }
    }
}
