package dev.caravan.camel;

import dev.caravan.pass.Candidate;
import dev.caravan.pass.LocalLook;
import dev.caravan.pass.Pass;
import dev.caravan.status.MountState;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
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
    private final Pass pass;
    private @Nullable CamelContext camelContext;
    private @Nullable Runnable poll;
    private int maxPerPoll;
    private volatile int polled;
    private volatile @Nullable Exception failure;

    FolderScan(Pass pass) {
        this.pass = pass;
    }

    /** Hands out every file that is not settled, over as many polls as that takes. */
    public void scan() throws IOException {
        if (poll == null) {
            throw new IllegalStateException(
                    "Cannot scan the folder of mount '" + pass.mount() + "': its route is not started");
        }
        pass.journal().enter(MountState.Phase.SCANNING);
        LocalLook look = pass.open().localLook();
        do {
            look.goOn();
            polled = 0;
            failure = null;
            onThreadOfItsOwn(poll);
            if (failure != null) {
                throw new IOException("the scan of the folder failed: " + failure.getMessage(), failure);
            }
        } while (polled >= maxPerPoll && maxPerPoll > 0 && !pass.inFlight().isStopping());
        if (!pass.inFlight().isStopping()) {
            look.completed();
        }
    }

    /**
     * On the thread of the pass, which is inside a route, Camel would put off each file's route until the pass has ended:
     * its reactive executor finishes what a thread has begun before it begins anything else there.
     */
    private void onThreadOfItsOwn(Runnable current) throws IOException {
        Thread thread = new Thread(current, "scan-" + pass.mount().name());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The path of the file in the exchange. */
    public Candidate candidate(Exchange exchange) {
        GenericFile<?> file = exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
        return Candidate.locally(pass.open().localLook().path(((File) file.getFile()).getPath()));
    }

    @Override
    public void onInit(Consumer consumer) {
        GenericFileEndpoint<?> endpoint = (GenericFileEndpoint<?>) consumer.getEndpoint();
        if (!endpoint.isNoop() || endpoint.isDelete()) {
            throw new IllegalStateException("Cannot scan the folder of mount '" + pass.mount()
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
