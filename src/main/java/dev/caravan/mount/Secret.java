package dev.caravan.mount;

/** A value that no log line, exception or dump may show. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
