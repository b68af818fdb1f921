package dev.caravan.config;

import dev.caravan.mount.ConfigWord;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as users write them. What cannot be read is told in words that follow the value: "is not …". */
public final class Values {
    private static final int LAST_PORT = 65_535;

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    private Values() {}

    /** {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 30d}. */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a duration such as 500ms, 60s, 5m, 1h or 30d");
        }
        long unit = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
        try {
            return Duration.ofMillis(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .toBigInteger()
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too long a duration", e);
        }
    }

    /** {@code 64MB}; {@code MB} and {@code MiB} both mean 1,048,576 bytes. */
    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size such as 512kB, 64MB or 1.5GB");
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT).replace("I", "");
        int power = "BKMGT".indexOf(unit.charAt(0));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        return bytes.longValue();
    }

    public static int percent(String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > 100) {
            throw new IllegalArgumentException("is not a percentage from 0% to 100%");
        }
        return Integer.parseInt(digits);
    }

    public static int count(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("is not a number from 0 to 999999999");
        }
        return Integer.parseInt(text);
    }

    public static int positive(String text) {
        int count = count(text);
        if (count == 0) {
            throw new IllegalArgumentException("is not a number from 1 on");
        }
        return count;
    }

    public static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is not true or false");
        };
    }

    /** {@code true}, {@code false}, or empty for {@code auto}. */
    public static Optional<Boolean> auto(String text) {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is not true, false or auto");
        }
        return Optional.of(bool(text));
    }

    /** One of the words of an enum. */
    public static <E extends Enum<E> & ConfigWord> E word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not one of: "
                        + Arrays.stream(type.getEnumConstants())
                                .map(ConfigWord::word)
                                .collect(Collectors.joining(", "))));
    }

    /** An http or https URL. */
    public static URI url(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new IllegalArgumentException("is not a URL such as https://s3.example.com:9000");
            }
            if (uri.getPort() > LAST_PORT) {
                throw new IllegalArgumentException("has a port beyond " + LAST_PORT);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL such as https://s3.example.com:9000", e);
        }
    }
}
