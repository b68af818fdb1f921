package dev.caravan.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/**
 * Chooses the format and the level of the log, before the first line is written. A file of the user's own goes before: one
 * named with {@code -Dlogback.configurationFile}, or a {@code logback.xml} on the class path.
 */
final class Logging {
    private Logging() {}

    /** How much of a run is logged. */
    enum Detail {
        /** Warnings and errors alone. */
        QUIET,
        USUAL,
        /** Every decision. */
        DEBUG;

        private Level level() {
            return switch (this) {
                case QUIET -> Level.WARN;
                case USUAL -> Level.INFO;
                case DEBUG -> Level.DEBUG;
            };
        }
    }

    /** The log of a run. */
    static void configure(String format, Detail detail) {
        configure(format, detail, new ConsoleAppender<>());
    }

    /** The log of a run, written in this way. */
    static void configure(String format, Detail detail, ConsoleAppender<ILoggingEvent> console) {
        if (isUsers()) {
            return;
        }
        log(
                Level.INFO,
                ConsoleTarget.SystemOut,
                format.equals("json") ? json() : pattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n%ex{5}"),
                console);
        context().getLogger("dev.caravan").setLevel(detail.level());
        // what a step of the user's logs is wanted, and not what libraries say of themselves
        for (String library : List.of("org.apache", "software.amazon", "org.sqlite", "net", "io")) {
            context().getLogger(library).setLevel(Level.WARN);
        }
        // tells each failed poll of a queue with its stack: we tell it once, with the remedy
        context().getLogger("org.apache.camel.component.aws2.sqs").setLevel(Level.OFF);
    }

    /** For commands that answer a question: the log would only be in the way. */
    static void quiet() {
        if (!isUsers()) {
            log(Level.ERROR, ConsoleTarget.SystemErr, pattern("%-5level %msg%n"), new ConsoleAppender<>());
        }
    }

    static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        // SLF4J's stand-in, while another thread makes the first logger
        while (factory instanceof SubstituteLoggerFactory) {
            Thread.onSpinWait();
            factory = LoggerFactory.getILoggerFactory();
        }
        return (LoggerContext) factory;
    }

    private static boolean isUsers() {
        ClassLoader classes = Logging.class.getClassLoader();
        return System.getProperty("logback.configurationFile") != null
                || classes.getResource("logback-test.xml") != null
                || classes.getResource("logback.xml") != null;
    }

    private static void log(
            Level level, ConsoleTarget target, Encoder<ILoggingEvent> encoder, ConsoleAppender<ILoggingEvent> console) {
        LoggerContext context = context();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        encoder.setContext(context);
        encoder.start();
        console.setContext(context);
        console.setTarget(target.getName());
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
    }

    private static PatternLayoutEncoder pattern(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        return encoder;
    }

    private static LogstashEncoder json() {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setTimestamp("timestamp");
        names.setLogger("logger");
        names.setThread("thread");
        names.setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
        names.setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setFieldNames(names);
        encoder.setTimeZone("UTC");
        return encoder;
    }
}
