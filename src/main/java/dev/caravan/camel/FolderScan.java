package dev.caravan.camel;

import dev.caravan.mount.MountName;
import dev.caravan.status.Journal;
import dev.caravan.status.MountState;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.LocalLook;
import dev.caravan.sync.pass.InFlight;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** Polls the folder when a pass comes to it, instead of on a schedule of its own, and learns whether the poll went through. */
public final class FolderScan extends ServiceSupport
        implements ScheduledPollConsumerScheduler, PollingConsumerPollStrategy {
    private final MountName mount;
    private final Supplier<LocalLook> look;
    private final InFlight inFlight;
    private final Journal journal;
    private @Nullable CamelContext camelContext;
    private @Nullable Runnable poll;
    private @Nullable ExecutorService thread;
    private int maxPerPoll;
    private volatile int polled;
    private volatile @Nullable Exception failure;

    FolderScan(MountName mount, Supplier<LocalLook> look, InFlight inFlight, Journal journal) {
        this.mount = mount;
        this.look = look;
        this.inFlight = inFlight;
        this.journal = journal;
    }

    /** Hands out every file that is not settled, over as many polls as that takes. */
    public void scan() throws IOException {
        if (poll == null) {
            throw new IllegalStateException(
                    "Cannot scan the folder of mount '" + mount + "': its route is not started");
        }
        journal.enter(MountState.Phase.SCANNING);
        LocalLook local = look.get();
        do {
            local.goOn();
            polled = 0;
            failure = null;
            onThreadOfItsOwn(poll);
            if (failure != null) {
                throw new IOException("the scan of the folder failed: " + failure.getMessage(), failure);
            }
        } while (polled >= maxPerPoll && maxPerPoll > 0 && !inFlight.isStopping());
        if (!inFlight.isStopping()) {
            local.completed();
        }
    }

    /**
     * On the thread of the pass, which is inside a route, Camel would put off each file's route until the pass has ended:
     * its reactive executor finishes what a thread has begun before it begins anything else there.
     */
    private void onThreadOfItsOwn(Runnable current) throws IOException {
        try {
            thread().submit(current).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException("the scan of the folder failed: " + e.getCause(), e.getCause());
        }
    }

    private synchronized ExecutorService thread() {
        ExecutorService current = thread;
        if (current == null) {
            current = Objects.requireNonNull(camelContext, "no CamelContext")
                    .getExecutorServiceManager()
                    .newSingleThreadExecutor(this, "scan-" + mount);
            thread = current;
        }
        return current;
    }

    @Override
    protected synchronized void doStop() {
        if (thread != null && camelContext != null) {
            camelContext.getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
    }

    /** The path of the file in the exchange. */
    public Candidate candidate(Exchange exchange) {
        GenericFile<?> file = exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
        return Candidate.locally(look.get().path(((File) file.getFile()).getPath()));
    }

    @Override
    public void onInit(Consumer consumer) {
        GenericFileEndpoint<?> endpoint = (GenericFileEndpoint<?>) consumer.getEndpoint();
        if (!endpoint.isNoop() || endpoint.isDelete()) {
            throw new IllegalStateException("Cannot scan the folder of mount '" + mount
                    + "': its file endpoint needs noop=true, else Camel moves every file away");
        }
        maxPerPoll = endpoint.getMaxMessagesPerPoll();
    }

    @Override
    public void scheduleTask(Runnable task) {
        poll = task;
    }

    @Override
    public void unscheduleTask() {
        poll = null;
    }

    @Override
    public void startScheduler() {
        // a pass starts each poll
    }

    @Override
    public boolean isSchedulerStarted() {
        return poll != null;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        polled = polledMessages;
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failure = cause;
        return false;
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
