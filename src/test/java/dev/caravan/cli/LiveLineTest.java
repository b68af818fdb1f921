package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.caravan.mount.MountName;
import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.Action;
import dev.caravan.status.Event;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import dev.caravan.testing.SettableClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private final Instant began = Instant.parse("2026-11-28T12:00:00Z");
    private final SettableClock clock = new SettableClock(began);
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final LiveLine live = new LiveLine(100, clock);

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg\n");
        encoder.start();
        live.setContext(context);
        live.setEncoder(encoder);
        live.start();
        live.setOutputStream(terminal);
        context.getLogger("a").addAppender(live);
    }

    private String shown() {
        String text = terminal.toString(StandardCharsets.UTF_8);
        terminal.reset();
        return text;
    }

    private void happens(Event event) {
        live.on(new Occurrence(new MountName("photos"), 1, clock.now, event));
    }

    private void decided(String path, long bytes) {
        happens(new PathEvent.Decided(new RelativePath(path), Action.UPLOAD, bytes));
    }

    @Test
    void showsWhatIsDoneHowFastAndWhatIsLeft() {
        happens(new MountEvent.PassStarted());
        live.refresh();
        assertThat(shown()).isEmpty();
        decided("a", 1_000_000);
        decided("b", 3_000_000);
        live.refresh();
        assertThat(shown()).isEqualTo("\r\033[Kphotos: 0 paths carried over (0 B), 2 more found so far");
        clock.now = began.plusSeconds(2);
        happens(new PathEvent.Uploaded(new RelativePath("a"), null, null, 1_000_000, Duration.ZERO));
        live.refresh();
        assertThat(shown())
                .isEqualTo(
                        "\r\033[Kphotos: 1 path carried over (1.0 MB), 1 more found so far, 500 kB/s, 6 s for these");
        happens(new PathEvent.Uploaded(new RelativePath("b"), null, null, 3_000_000, Duration.ZERO));
        live.refresh();
        assertThat(shown()).isEqualTo("\r\033[K");
    }

    @Test
    void givesWayToTheLog() {
        happens(new MountEvent.PassStarted());
        decided("a", 1);
        live.refresh();
        shown();
        context.getLogger("a").info("uploaded x");
        assertThat(shown()).isEqualTo("\r\033[Kuploaded x\nphotos: 0 paths carried over (0 B), 1 more found so far");
    }
}
