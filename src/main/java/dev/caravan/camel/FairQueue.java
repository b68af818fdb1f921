package dev.caravan.camel;

import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the passes and the transfers. Each mount may have only so much in it, and they take turns: a mount
 * with a million files to transfer does not hold up one with a single file.
 */
final class FairQueue extends AbstractQueue<Exchange> implements BlockingQueue<Exchange> {
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final int most;
    private final Map<String, Deque<Exchange>> waiting = new HashMap<>();
    private final Deque<String> turns = new ArrayDeque<>();
    private int size;
    private boolean closed;

    /** @param most exchanges of one mount that may wait */
    FairQueue(int most) {
        this.most = most;
    }

    @Override
    public synchronized boolean offer(Exchange exchange) {
        String mount = mountOf(exchange);
        Deque<Exchange> line = waiting.computeIfAbsent(mount, name -> new ArrayDeque<>());
        if (line.size() >= most) {
            return false;
        }
        if (line.isEmpty()) {
            turns.addLast(mount);
        }
        line.addLast(exchange);
        size++;
        notifyAll();
        return true;
    }

    @Override
    public synchronized void put(Exchange exchange) throws InterruptedException {
        while (!offer(exchange)) {
            wait();
        }
    }

    @Override
    public synchronized boolean offer(Exchange exchange, long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (!offer(exchange)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public synchronized @Nullable Exchange poll() {
        String mount = turns.pollFirst();
        Deque<Exchange> line = mount == null ? null : waiting.get(mount);
        if (mount == null || line == null) {
            return null;
        }
        Exchange next = line.removeFirst();
        if (line.isEmpty()) {
            waiting.remove(mount);
        } else {
            turns.addLast(mount);
        }
        size--;
        notifyAll();
        return next;
    }

    /** From now on nobody waits for something to come. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public synchronized Exchange take() throws InterruptedException {
        Exchange next = poll();
        while (next == null) {
            wait();
            next = poll();
        }
        return next;
    }

    /**
     * Waits for longer than it is told: seda also sleeps for its poll timeout whenever one of its threads starts, so that
     * has to be short, and so many threads should not wake up as often as that. {@link #close} ends the wait.
     */
    @Override
    public synchronized @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + Math.max(unit.toNanos(timeout), IDLE.toNanos());
        Exchange next = poll();
        while (next == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || closed) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
            next = poll();
        }
        return next;
    }

    @Override
    public synchronized @Nullable Exchange peek() {
        String mount = turns.peekFirst();
        Deque<Exchange> line = mount == null ? null : waiting.get(mount);
        return line == null ? null : line.peekFirst();
    }

    @Override
    public synchronized int size() {
        return size;
    }

    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int drainTo(Collection<? super Exchange> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public synchronized int drainTo(Collection<? super Exchange> target, int count) {
        int drained = 0;
        while (drained < count && size > 0) {
            target.add(remove());
            drained++;
        }
        return drained;
    }

    /** A copy of what waits, mount by mount. */
    @Override
    public synchronized Iterator<Exchange> iterator() {
        List<Exchange> all = new ArrayList<>();
        waiting.values().forEach(all::addAll);
        return all.iterator();
    }

    private static String mountOf(Exchange exchange) {
        return exchange.getMessage().getHeader(Headers.MOUNT, "", String.class);
    }
}
