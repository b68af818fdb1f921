package dev.caravan.cli;

import dev.caravan.status.Journal;
import dev.caravan.status.ProgramEvent;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What SIGHUP does instead of ending the program. Java has no public way to learn of a signal; where {@code sun.misc.Signal} is
 * missing, SIGHUP ends it as before.
 */
final class Hangup implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "hangup");
        worker.setDaemon(true);
        return worker;
    });

    Hangup(Runnable what, Journal journal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            thread.execute(what);
                        }
                        return method.getName().equals("hashCode") ? System.identityHashCode(self) : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            journal.publish(new ProgramEvent.HangupUnavailable(e.toString()));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
