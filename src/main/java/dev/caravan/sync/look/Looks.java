package dev.caravan.sync.look;

/** What looks at both sides of a mount. */
public record Looks(DirectoryWatch watch, LocalLook local, RemoteLook remote, DirectoryMarkers markers) {
    /** Whether the current pass has seen both sides completely. */
    public boolean areComplete() {
        return local.isComplete() && remote.isComplete();
    }
}
