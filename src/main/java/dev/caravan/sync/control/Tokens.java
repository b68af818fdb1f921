package dev.caravan.sync.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: whoever shows the token of the control file, or that of a page that was opened with a token for one time. Safe for
 * several threads.
 */
final class Tokens {
    private static final int BYTES = 32;
    private static final int MOST = 1_000;
    private static final Duration TO_OPEN = Duration.ofMinutes(5);
    private static final Duration SESSION = Duration.ofHours(12);

    private final SecureRandom random = new SecureRandom();
    private final String main = fresh();
    private final Map<String, Instant> forOneTime = new HashMap<>();
    private final Map<String, Instant> sessions = new HashMap<>();
    private final Clock clock;

    Tokens(Clock clock) {
        this.clock = clock;
    }

    private String fresh() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** The one of the control file. */
    String main() {
        return main;
    }

    /** Whether an {@code Authorization} header shows the one of the control file. */
    boolean isMain(@Nullable String authorization) {
        return same(String.valueOf(authorization), "Bearer " + main);
    }

    /** Whether an {@code Authorization} header shows one that counts. */
    synchronized boolean isGood(@Nullable String authorization) {
        String shown = String.valueOf(authorization);
        if (!shown.startsWith("Bearer ")) {
            return false;
        }
        String token = shown.substring("Bearer ".length());
        if (same(token, main)) {
            return true;
        }
        forget(sessions);
        boolean good = false;
        for (String session : sessions.keySet()) {
            good |= same(token, session);
        }
        return good;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private void forget(Map<String, Instant> tokens) {
        Instant now = clock.instant();
        tokens.values().removeIf(now::isAfter);
        if (tokens.size() > MOST) {
            tokens.clear();
        }
    }

    /** One that opens the page, once, within five minutes. */
    synchronized String forOneTime() {
        return added(forOneTime, TO_OPEN);
    }

    private String added(Map<String, Instant> tokens, Duration length) {
        forget(tokens);
        String token = fresh();
        tokens.put(token, clock.instant().plus(length));
        return token;
    }

    /** Takes one that opens the page, and gives one that counts for twelve hours; null if it does not count any more. */
    synchronized @Nullable String exchange(String token) {
        forget(forOneTime);
        String known = forOneTime.keySet().stream()
                .filter(each -> same(each, token))
                .findFirst()
                .orElse(null);
        if (known == null) {
            return null;
        }
        forOneTime.remove(known);
        return added(sessions, SESSION);
    }
}
