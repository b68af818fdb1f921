package dev.caravan;

/**
 * Thrown by a step of a route that does not want a version of a path carried over. That is no failure: the path is left alone
 * until it changes, and is a problem with this message. In a route: {@code throwException} with {@code exceptionType:
 * dev.caravan.RefusedException} and a {@code message}.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why in words for whoever looks at the path */
    public RefusedException(String why) {
        super(why);
    }
}
