package dev.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FairQueueTest {
    private final FairQueue queue = new FairQueue(3);

    @Test
    void mountsTakeTurns() {
        List.of("a1", "a2", "a3", "b1", "c1", "c2")
                .forEach(name -> assertThat(queue.offer(exchange(name))).isTrue());
        assertThat(queue).hasSize(6);
        assertThat(names()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(queue).isEmpty();
    }

    @Test
    void aFullMountDoesNotKeepOthersOut() throws Exception {
        List.of("a1", "a2", "a3").forEach(name -> queue.offer(exchange(name)));
        assertThat(queue.offer(exchange("a4"))).isFalse();
        assertThat(queue.offer(exchange("a4"), 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(queue.offer(exchange("b1"))).isTrue();
    }

    @Test
    void whoeverPutsWaitsForRoomOfItsOwnMount() throws Exception {
        List.of("a1", "a2", "a3").forEach(name -> queue.offer(exchange(name)));
        CountDownLatch put = new CountDownLatch(1);
        Thread putting = new Thread(() -> {
            try {
                queue.put(exchange("a4"));
                put.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        putting.start();
        assertThat(put.await(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(name(queue.take())).isEqualTo("a1");
        assertThat(put.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoeverTakesWaitsForSomething() throws Exception {
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        Thread putting = new Thread(() -> queue.offer(exchange("a1")));
        putting.start();
        assertThat(name(queue.poll(10, TimeUnit.SECONDS))).isEqualTo("a1");
    }

    @Test
    void nobodyWaitsAtAClosedQueue() throws Exception {
        queue.offer(exchange("a1"));
        queue.close();
        assertThat(name(queue.poll(1, TimeUnit.HOURS))).isEqualTo("a1");
        assertThat(queue.poll(1, TimeUnit.HOURS)).isNull();
    }

    @Test
    void canBeEmptiedAtOnce() {
        List.of("a1", "a2", "b1").forEach(name -> queue.offer(exchange(name)));
        assertThat(queue.iterator()).toIterable().hasSize(3);
        List<Exchange> all = new ArrayList<>();
        assertThat(queue.drainTo(all, 2)).isEqualTo(2);
        assertThat(queue.drainTo(all)).isEqualTo(1);
        assertThat(all).hasSize(3);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Exchange next = queue.poll(); next != null; next = queue.poll()) {
            names.add(name(next));
        }
        return names;
    }

    private static Exchange exchange(String name) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Headers.MOUNT, name.substring(0, 1));
        exchange.getMessage().setBody(name);
        return exchange;
    }

    private static String name(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }
}
