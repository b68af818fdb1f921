package dev.caravan.look;

/** What looks at both sides of a mount. */
public record Looks(DirectoryWatch watch, LocalLook local, RemoteLook remote, DirectoryMarkers markers) {
    /** Whether the pass that goes on has seen both sides as a whole. */
    public boolean areComplete() {
        return local.isComplete() && remote.isComplete();
    }
}
