package dev.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.mount.MountName;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal(new MountName("m"), Clock.systemUTC());
    private final List<Occurrence> heard = new ArrayList<>();
    private final RelativePath path = new RelativePath("d/a");

    private PathEvent.Failed failed(String path) {
        return new PathEvent.Failed(
                new RelativePath(path), "access denied", "403 AccessDenied", true, new IllegalStateException());
    }

    @Test
    void tellsEachListenerWhatHappenedWhereAndInWhichPass() {
        journal.add(heard::add);
        journal.beginPass();
        journal.beginPass();
        journal.publish(new PathEvent.ConflictKept(path, new RelativePath("d/b"), Side.LOCAL));
        Occurrence last = heard.get(2);
        assertThat(last.mount()).isEqualTo(new MountName("m"));
        assertThat(last.pass()).isEqualTo(2);
        assertThat(last.event()).isEqualTo(new PathEvent.ConflictKept(path, new RelativePath("d/b"), Side.LOCAL));
    }

    @Test
    void aListenerThatFailsIsReportedAndKeepsNothingFromTheOthers() {
        journal.add(occurrence -> {
            throw new IllegalStateException("not mine");
        });
        journal.add(heard::add);
        try (LogCapture log = new LogCapture()) {
            journal.publish(new PathEvent.ConflictKept(path, new RelativePath("d/b"), Side.LOCAL));
            assertThat(log.has("failed: java.lang.IllegalStateException: not mine"))
                    .isTrue();
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void tellsAStateOnceWhileItLasts() {
        journal.add(heard::add);
        journal.enter(MountState.Phase.LISTING);
        journal.enter(MountState.Phase.LISTING);
        journal.enter(new MountState(MountState.Phase.HALTED, "the marker is gone"));
        assertThat(heard).hasSize(2);
        assertThat(journal.state()).hasToString("halted: the marker is gone");
    }

    @Test
    void anEventIsFields() {
        journal.add(heard::add);
        journal.beginPass();
        journal.publish(new PathEvent.Uploaded(path, null, null, 3, Duration.ofMillis(1500)));
        journal.publish(failed("a"));
        journal.publish(new MountEvent.PassFailed("it is away", Optional.of(Duration.ofSeconds(2)), "", null));
        assertThat(EventFields.of(heard.get(1)))
                .containsExactly(
                        entry("mount", "m"),
                        entry("pass", 1L),
                        entry("event", "uploaded"),
                        entry("path", "d/a"),
                        entry("bytes", 3L),
                        entry("seconds", 1.5));
        assertThat(EventFields.of(heard.get(2)))
                .containsEntry("event", "failed")
                .containsEntry("error", "403 AccessDenied")
                .containsEntry("isLast", true)
                .doesNotContainKey("cause");
        assertThat(EventFields.of(heard.get(3))).containsEntry("seconds", 2.0);
    }

    @Test
    void aLongPassSaysOnceAMinuteWhatItHasDone() {
        SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
        Journal slow = new Journal(new MountName("m"), clock);
        PassReport report = new PassReport();
        slow.add(report);
        new Progress(slow, report);
        slow.add(heard::add);
        slow.beginPass();
        for (int i = 0; i < 10; i++) {
            slow.publish(new PathEvent.Uploaded(path, null, null, 3, Duration.ZERO));
            clock.now = clock.now.plusSeconds(25);
        }
        assertThat(heard.stream().map(Occurrence::event).filter(MountEvent.PassUnderWay.class::isInstance))
                .extracting("text")
                .hasSize(3)
                .first()
                .isEqualTo("so far 4 uploaded (12 B) in 75 s");
    }

    @Test
    void countsAPathThatFailsOnceInAPass() {
        PassReport report = new PassReport();
        journal.add(report);
        journal.publish(failed("a"));
        journal.publish(failed("a"));
        journal.publish(failed("b"));
        assertThat(report.counts().failed()).isEqualTo(2);
        journal.beginPass();
        assertThat(report.counts()).hasToString("nothing to do");
    }

    @Test
    void whatFailsIsAProblemAndIsToldOnce() {
        Problems problems = new Problems(journal);
        journal.add(heard::add);
        journal.publish(failed("a"));
        problems.report("b", "is a symbolic link");
        problems.beginPass(true);
        problems.report("b", "is a symbolic link");
        assertThat(problems.all()).containsExactly(entry("b", "left alone because it is a symbolic link"));
        assertThat(heard.stream().map(Occurrence::event).filter(MountEvent.ProblemFound.class::isInstance))
                .extracting("isNew")
                .containsExactly(true, false);
    }

    @Test
    void tellsOnceThatDeletionsAreHeldAndOnceThatTheyAreNot() {
        DeletionNotices notices = new DeletionNotices(journal, new Suggestions(new MountName("m"), " --config c"));
        journal.add(heard::add);
        notices.tell(Side.LOCAL, Optional.empty());
        notices.tell(Side.LOCAL, Optional.of("too many"));
        notices.tell(Side.LOCAL, Optional.of("too many"));
        notices.tell(Side.LOCAL, Optional.empty());
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0).event().text()).contains("too many").contains("caravan approve m --config c");
        assertThat(heard.get(1).event()).isEqualTo(new MountEvent.DeletionsReleased(Side.LOCAL));
    }
}
