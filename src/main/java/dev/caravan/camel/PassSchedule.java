package dev.caravan.camel;

import dev.caravan.status.PassOutcome;
import dev.caravan.sync.pass.Pace;
import dev.caravan.sync.pass.Pass;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * When the passes of a mount begin: the first at once, each other after the rest that the one before asks for, so that
 * the interval counts from the end of a pass, and a mount in trouble backs off.
 */
public final class PassSchedule extends ServiceSupport implements ScheduledPollConsumerScheduler {
    private final Pass pass;
    private final Pace pace;
    private final boolean once;
    private final Runnable finished;
    private final java.util.function.Consumer<PassOutcome> ended;
    private @Nullable CamelContext camelContext;
    private @Nullable Runnable task;
    private @Nullable ExecutorService thread;

    private PassSchedule(
            Pass pass, Pace pace, boolean once, Runnable finished, java.util.function.Consumer<PassOutcome> ended) {
        this.pass = pass;
        this.pace = pace;
        this.once = once;
        this.finished = finished;
        this.ended = ended;
    }

    /**
     * Pass after pass.
     *
     * @param ended learns of a pass that dies; the others tell it themselves
     */
    static PassSchedule continuous(Pass pass, Pace pace, java.util.function.Consumer<PassOutcome> ended) {
        return new PassSchedule(pass, pace, false, () -> {}, ended);
    }

    /**
     * One pass only.
     *
     * @param finished is called when Camel is done with it, too: if Camel stopped before, it would wait a second
     * @param ended learns of a pass that dies
     */
    static PassSchedule once(Pass pass, Pace pace, Runnable finished, java.util.function.Consumer<PassOutcome> ended) {
        return new PassSchedule(pass, pace, true, finished, ended);
    }

    @Override
    public void onInit(Consumer consumer) {
        // everything is known already
    }

    @Override
    public void scheduleTask(Runnable task) {
        this.task = task;
    }

    @Override
    public synchronized void startScheduler() {
        Runnable passes = task;
        if (thread == null && passes != null) {
            thread = executors().newSingleThreadExecutor(this, "pass-" + pass.mount());
            thread.execute(() -> run(passes));
        }
    }

    private void run(Runnable passes) {
        try {
            do {
                passes.run();
            } while (!once && rest());
            // one that was stopped before it began has none, and that is told elsewhere
            if (once && !pass.hasEnded() && !pass.isStopping()) {
                ended.accept(pass.died(new IllegalStateException("a pass had no end")));
            }
            finished.run();
        } catch (InterruptedException e) {
            // stopped while it rested
        } catch (RuntimeException | Error e) {
            // nobody else would tell that the passes have ended
            ended.accept(pass.died(e));
            finished.run();
        }
    }

    /** False when no further pass is wanted. */
    private boolean rest() throws InterruptedException {
        pace.rest(pass.nextDelay());
        return isSchedulerStarted();
    }

    @Override
    public synchronized void unscheduleTask() {
        pace.stop();
        if (thread != null) {
            executors().shutdownNow(thread);
            thread = null;
        }
    }

    private ExecutorServiceManager executors() {
        return Objects.requireNonNull(camelContext, "no CamelContext").getExecutorServiceManager();
    }

    @Override
    public synchronized boolean isSchedulerStarted() {
        return thread != null;
    }

    @Override
    protected void doStop() {
        unscheduleTask();
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }
}
