package dev.caravan.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between Caravan and the store, and breaks connections. */
public final class FlakyProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger swallowing = new AtomicInteger();
    private volatile int resetAfter = Integer.MAX_VALUE;

    public FlakyProxy(URI store) throws IOException {
        target = store.getPort();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        new Thread(this::accept, "flaky-proxy").start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on the next connections, so many, are reset once so many bytes of answers went through. */
    public void reset(int connections, int afterBytes) {
        resets.set(connections);
        resetAfter = afterBytes;
    }

    /** How many resets are still to come. */
    public int resetsLeft() {
        return Math.max(0, resets.get());
    }

    /** From now on the next answers, so many, never arrive, and their connections stay open. */
    public void swallow(int answers) {
        swallowing.set(answers);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Socket store = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(store);
                new Thread(() -> copy(client, store, false), "flaky-up").start();
                new Thread(() -> copy(store, client, true), "flaky-down").start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8192];
        long sum = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum += read;
                if (answers && swallowing.get() > 0) {
                    swallowing.decrementAndGet();
                    continue;
                }
                if (answers && sum > resetAfter && resets.getAndDecrement() > 0) {
                    to.setSoLinger(true, 0);
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (SocketException e) {
            // the other way was reset
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
