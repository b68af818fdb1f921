package dev.caravan.camel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The socket on which systemd hears of a service, as {@code sd_notify(3)} describes it: Java has no such sockets. */
final class NotifySocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int FAMILY = 2;
    private static final int LONGEST = 107;

    private final SocketCalls calls;
    private final byte[] address;

    private NotifySocket(SocketCalls calls, byte[] address) {
        this.calls = calls;
        this.address = address;
    }

    /** The three calls, as the C library has them. */
    interface SocketCalls extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        int sendto(int socket, byte[] data, long length, int flags, byte[] address, int addressLength)
                throws LastErrorException;

        int close(int file) throws LastErrorException;
    }

    /** @param name what {@code NOTIFY_SOCKET} says: a path, or an abstract name that begins with @; null for none */
    static Optional<NotifySocket> of(@Nullable String name) {
        byte[] path = name == null ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > LONGEST) {
            return Optional.empty();
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        byte[] address = new byte[FAMILY + path.length];
        address[0] = AF_UNIX; // in the order of bytes of both kinds of machines that there are libraries for
        System.arraycopy(path, 0, address, FAMILY, path.length);
        try {
            return Optional.of(new NotifySocket(Native.load("c", SocketCalls.class), address));
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    /** Tells it something, such as {@code READY=1}; returns whether it could be told. */
    boolean tell(String what) {
        byte[] data = what.getBytes(StandardCharsets.UTF_8);
        try {
            int socket = calls.socket(AF_UNIX, SOCK_DGRAM, 0);
            try {
                calls.sendto(socket, data, data.length, 0, address, address.length);
                return true;
            } finally {
                calls.close(socket);
            }
        } catch (LastErrorException e) {
            return false; // whoever listens will see that nothing comes
        }
    }
}
