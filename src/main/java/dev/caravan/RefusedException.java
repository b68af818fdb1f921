package dev.caravan;

/**
 * Throw this from a step of a route to refuse a version of a path. That is no failure: the path is left alone until it
 * changes, and is reported as a problem with this message. In a route: {@code throwException} with {@code
 * exceptionType: dev.caravan.RefusedException} and a {@code message}.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why the reason, shown to the user */
    public RefusedException(String why) {
        super(why);
    }
}
