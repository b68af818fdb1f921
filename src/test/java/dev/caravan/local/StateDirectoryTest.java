package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void keepsASecondCaravanAwayAndNamesTheFirst() throws IOException {
        StateDirectory first = open(folder);
        assertThatExceptionOfType(LockedException.class)
                .isThrownBy(() -> open(folder))
                .withMessage("process " + ProcessHandle.current().pid());
        first.close();
        open(folder).close();
    }

    @Test
    void aRefusedSecondCaravanDoesNotLoseTheFirstItsLock() throws Exception {
        try (StateDirectory first = open(folder)) {
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> open(folder));
            assertThat(StateDirectory.isOpen(folder.resolve(".caravan"))).isTrue();
            assertThat(inAnotherProcess()).isEqualTo("true");
            assertThat(first.markerIsThere()).isTrue();
        }
        assertThat(StateDirectory.isOpen(folder.resolve(".caravan"))).isFalse();
        assertThat(inAnotherProcess()).isEqualTo("false");
    }

    private String inAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        IsOpen.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** A command that asks takes the lock for a moment: it must not keep a Caravan from starting. */
    @Test
    void aQuestionKeepsNobodyFromStarting() throws Exception {
        open(folder).close();
        CountDownLatch asked = new CountDownLatch(1);
        Thread question = new Thread(() -> {
            try (FileChannel channel = FileChannel.open(folder.resolve(".caravan/lock"), StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                asked.countDown();
                LockSupport.parkNanos(100_000_000);
                assertThat(lock.isValid()).isTrue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        question.start();
        asked.await();
        open(folder).close();
        question.join();
    }

    /** Asks whether a folder is open, as another process. */
    static final class IsOpen {
        private IsOpen() {}

        public static void main(String[] args) throws IOException {
            System.out.println(StateDirectory.isOpen(Path.of(args[0], ".caravan")));
        }
    }

    @Test
    void keepsItsMarker() throws IOException {
        String marker;
        try (StateDirectory state = open(folder)) {
            marker = state.marker();
            assertThat(state.markerIsThere()).isTrue();
            Files.delete(folder.resolve(".caravan/marker"));
            assertThat(state.markerIsThere()).isFalse();
            Files.writeString(folder.resolve(".caravan/marker"), "another\n");
            assertThat(state.markerIsThere()).isFalse();
            Files.writeString(folder.resolve(".caravan/marker"), marker + "\n");
        }
        try (StateDirectory state = open(folder)) {
            assertThat(state.marker()).isEqualTo(marker);
        }
    }

    @Test
    void removesPartialsThatACrashLeft() throws IOException {
        Path partial;
        try (StateDirectory state = open(folder)) {
            partial = state.newPartial(0);
        }
        open(folder).close();
        assertThat(partial).doesNotExist();
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        try (StateDirectory state = open(folder)) {
            assertThat(mode(folder.resolve(".caravan"))).isEqualTo("rwx------");
            assertThat(mode(folder.resolve(".caravan/lock"))).isEqualTo("rw-------");
            assertThat(mode(folder.resolve(".caravan/marker"))).isEqualTo("rw-------");
            assertThat(mode(state.newPartial(0).getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void refusesALinkInItsPlace() throws IOException {
        Path elsewhere = Files.createTempDirectory(folder, "elsewhere");
        Files.createSymbolicLink(folder.resolve(".caravan"), elsewhere);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(folder));
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static StateDirectory open(Path folder) throws IOException {
        return StateDirectory.open(folder.resolve(".caravan"), 1L << 30);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
