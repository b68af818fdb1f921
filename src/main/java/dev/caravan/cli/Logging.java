package dev.caravan.cli;

/** Chooses the format and the level of the log, before the first line is written. */
final class Logging {
    private static final String FILE = "logback.configurationFile";

    private Logging() {}

    /** A configuration file that the user names with {@code -Dlogback.configurationFile} goes before. */
    static void configure(String format, boolean debug) {
        System.setProperty("caravan.log.level", debug ? "DEBUG" : "INFO");
        use(format);
    }

    /** For commands that answer a question: the log would only be in the way. */
    static void quiet() {
        use("quiet");
    }

    private static void use(String name) {
        if (System.getProperty(FILE) == null) {
            System.setProperty(FILE, "dev/caravan/cli/logback-" + name + ".xml");
        }
    }
}
