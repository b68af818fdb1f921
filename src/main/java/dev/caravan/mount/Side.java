package dev.caravan.mount;

/** The two sides of a mount. */
public enum Side {
    LOCAL("locally", "the folder"),
    REMOTE("in S3", "the bucket");

    private final String where;
    private final String noun;

    Side(String where, String noun) {
        this.where = where;
        this.noun = noun;
    }

    /** As in: deleted in S3. */
    public String where() {
        return where;
    }

    /** As in: the bucket has become empty. */
    public String noun() {
        return noun;
    }
}
