package dev.caravan.cli;

import java.nio.charset.CharacterCodingException;

/** A failure and what caused it, in one line each. */
final class Causes {
    private Causes() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder("Failed: " + message(failure));
        String last = message(failure);
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (!last.contains(message(cause))) {
                text.append("\n  because: ").append(message(cause));
            }
            last = message(cause);
        }
        return text.toString();
    }

    private static String message(Throwable failure) {
        if (failure instanceof CharacterCodingException) {
            return "a file is not UTF-8 text (" + failure.getMessage() + ")";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
