package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LogbackServiceProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    /** The head start and the command line both need a logger first: whoever comes second must wait. */
    @Test
    void waitsForAnotherThreadThatIsMakingTheFirstLogger() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dslf4j.provider=" + SlowLogback.class.getName(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("there is a context");
    }

    static final class LoggingProgram {
        private static final Thread MAIN = Thread.currentThread();
        private static final CountDownLatch BEGUN = new CountDownLatch(1);

        private LoggingProgram() {}

        public static void main(String[] args) throws InterruptedException {
            Thread first = new Thread(() -> LoggerFactory.getLogger("first"), "first");
            first.setDaemon(true);
            first.start();
            BEGUN.await();
            System.out.println(Logging.context() == null ? "there is none" : "there is a context");
        }

        private static boolean isAsking() {
            return Arrays.stream(MAIN.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(Logging.class.getName()));
        }
    }

    /** Logback that is not ready before the main thread asks for it. */
    public static final class SlowLogback extends LogbackServiceProvider {
        @Override
        public void initialize() {
            LoggingProgram.BEGUN.countDown();
            while (!LoggingProgram.isAsking()) {
                Thread.onSpinWait();
            }
            super.initialize();
        }
    }
}
