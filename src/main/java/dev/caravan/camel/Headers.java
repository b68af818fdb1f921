package dev.caravan.camel;

/** The headers that travel with a path through the routes. */
public final class Headers {
    /** Header: the name of the mount. */
    public static final String MOUNT = "CaravanMount";

    /** Header: the path below the folder and below the prefix. */
    public static final String PATH = "CaravanPath";

    /** Header: the route that the path goes on to: upload, download, delete-remote, delete-local, conflict or record; or skip, for none. */
    public static final String ACTION = "CaravanAction";

    /** Header: the absolute name of the local file. */
    public static final String FILE = "CaravanFile";

    /** Header: the key of the object. */
    public static final String KEY = "CaravanKey";

    /** Header: the bytes of the file, or of the object if there is no file. */
    public static final String SIZE = "CaravanSize";

    /** Header: whether a file is so large that it goes in parts. */
    public static final String IN_PARTS = "CaravanInParts";

    /** Header: in the route of a pass, whether it lists the bucket. */
    public static final String LISTS_BUCKET = "CaravanListsBucket";

    private Headers() {}
}
