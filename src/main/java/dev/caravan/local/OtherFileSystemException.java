package dev.caravan.local;

import java.nio.file.Path;

/** A path lies on another file system than {@code .caravan/}: nothing can be renamed there, and a copy would be seen half done. */
public final class OtherFileSystemException extends ObstructedException {
    private static final long serialVersionUID = 1;

    OtherFileSystemException(Path path) {
        super("'" + path.getParent()
                + "' is on another file system than .caravan/, so no file can be moved into it, or from it to the"
                + " trash, in one step. Give that directory its own mount");
    }
}
