package dev.caravan.config;

/** Every setting that belongs to no mount. */
public enum GlobalKey {
    CONCURRENCY("transfers.concurrency", "20", "how many transfers run at a time, across all mounts; at most 500"),
    THRESHOLD("transfers.multipart-threshold", "16MB", "files of this size or more go in parts, several at a time"),
    PART_SIZE("transfers.part-size", "16MB", "the size of a part; larger for a file that would need more than 10,000"),
    LOG_FORMAT("log.format", "text", "text, or json: one JSON object a line, with every value as a field"),
    CONTROL(
            "control.enabled",
            "true",
            "whether its user can ask a running Caravan and steer it, on this machine alone; false within another application");

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
