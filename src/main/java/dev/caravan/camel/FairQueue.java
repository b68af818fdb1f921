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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the passes and the transfers. Each mount may have only so much in it, and they take turns: a mount
 * with a million files to transfer does not hold up one with a single file.
 */
final class FairQueue extends AbstractQueue<Exchange> implements BlockingQueue<Exchange> {
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** As long as Caravan stops: nobody should wait then, and nobody spin. */
    private static final Duration LAST = Duration.ofMillis(20);

    private final int max;
    private final Map<String, Deque<Exchange>> waiting = new HashMap<>();
    private final Deque<String> turns = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private int size;
    private boolean closed;

    /** @param max exchanges of one mount that may wait */
    FairQueue(int max) {
        this.max = max;
    }

    @Override
    public boolean offer(Exchange exchange) {
        lock.lock();
        try {
            String mount = mountOf(exchange);
            Deque<Exchange> line = waiting.computeIfAbsent(mount, name -> new ArrayDeque<>());
            if (line.size() >= max) {
                return false;
            }
            if (line.isEmpty()) {
                turns.addLast(mount);
            }
            line.addLast(exchange);
            size++;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Exchange exchange) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!offer(exchange)) {
                drained.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offer(Exchange exchange, long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (!offer(exchange)) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Exchange poll() {
        lock.lock();
        try {
            String mount = turns.pollFirst();
            Deque<Exchange> line = mount == null ? null : waiting.get(mount);
            if (mount == null || line == null) {
                return null;
            }
            boolean full = line.size() >= max;
            Exchange next = line.removeFirst();
            if (line.isEmpty()) {
                waiting.remove(mount);
            } else {
                turns.addLast(mount);
            }
            size--;
            if (full) {
                drained.signalAll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** From now on nobody waits for something to come. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Exchange take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Exchange next = poll();
            while (next == null) {
                filled.await();
                next = poll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for longer than it is told: seda also sleeps for its poll timeout whenever one of its threads starts, so that
     * has to be short, and so many threads should not wake up as often as that. {@link #close} ends the longer wait.
     */
    @Override
    public @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        long told = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            boolean wasClosed = closed;
            long left = wasClosed ? Math.min(told, LAST.toNanos()) : Math.max(told, IDLE.toNanos());
            Exchange next = poll();
            while (next == null && left > 0 && closed == wasClosed) {
                left = filled.awaitNanos(left);
                next = poll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Exchange peek() {
        lock.lock();
        try {
            String mount = turns.peekFirst();
            Deque<Exchange> line = mount == null ? null : waiting.get(mount);
            return line == null ? null : line.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
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
    public int drainTo(Collection<? super Exchange> target, int count) {
        int taken = 0;
        Exchange next = count > 0 ? poll() : null;
        while (next != null) {
            target.add(next);
            taken++;
            next = taken < count ? poll() : null;
        }
        return taken;
    }

    /** A copy of what waits, mount by mount. */
    @Override
    public Iterator<Exchange> iterator() {
        lock.lock();
        try {
            List<Exchange> all = new ArrayList<>();
            waiting.values().forEach(all::addAll);
            return all.iterator();
        } finally {
            lock.unlock();
        }
    }

    private static String mountOf(Exchange exchange) {
        return exchange.getMessage().getHeader(Headers.MOUNT, "", String.class);
    }
}
