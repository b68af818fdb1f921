package dev.caravan.config;

/** Every setting that belongs to no mount. */
public enum GlobalKey {
    CONCURRENCY("transfers.concurrency", "20", "how many transfers go on at a time, over all mounts; 500 at most"),
    THRESHOLD("transfers.multipart-threshold", "16MB", "from this size on a file goes in parts, several at a time"),
    PART_SIZE("transfers.part-size", "16MB", "the size of a part; more where a file would need over 10,000"),
    LOG_FORMAT("log.format", "text", "text, or json: one JSON object a line, with every value as a field");

    private final String key;
    private final String standard;
    private final String meaning;

    GlobalKey(String key, String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }
}
