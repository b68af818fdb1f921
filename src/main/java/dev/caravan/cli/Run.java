package dev.caravan.cli;

import dev.caravan.camel.Application;
import dev.caravan.camel.RunOptions;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.MountName;
import dev.caravan.pass.PassOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One run of the program: finds its files, starts Camel, and waits for the end. */
final class Run {
    private static final String PROPERTIES = "application.properties";

    private final @Nullable Path config;
    private final @Nullable Path routes;
    private final Map<String, String> settings;
    private final Set<String> only;
    private final boolean once;
    private final @Nullable Duration stopAfter;
    private final @Nullable InitialDirection initialSource;
    private final boolean debug;
    private final AtomicBoolean failed = new AtomicBoolean();
    private boolean readsProperties = true;

    Run(
            @Nullable Path config,
            @Nullable Path routes,
            Map<String, String> settings,
            Set<String> only,
            boolean once,
            @Nullable Duration stopAfter,
            @Nullable InitialDirection initialSource,
            boolean debug) {
        this.config = config;
        this.routes = routes;
        this.settings = settings;
        this.only = only;
        this.once = once;
        this.stopAfter = stopAfter;
        this.initialSource = initialSource;
        this.debug = debug;
    }

    /** Takes nothing but the settings that it was given. */
    Run withoutPropertiesFile() {
        readsProperties = false;
        return this;
    }

    int execute() throws Exception {
        Path file = Home.existing(config, "--config", "file");
        Path directory = Home.existing(routes, "--routes", "directory");
        Path properties = file != null || !readsProperties ? file : Home.find(PROPERTIES);
        Logging.configure(LogFormat.of(settings, properties), debug);
        HeadStart.mayLog();
        Application application =
                new Application(properties, directory != null ? directory : Home.find("routes"), settings);
        Termination termination = Termination.of(application::stop);
        try {
            application.run(new RunOptions(once, only, initialSource, this::ended), System.getenv(), stopAfter);
        } finally {
            termination.ended();
        }
        return once && failed.get() ? CaravanCommand.FAILED : CaravanCommand.DONE;
    }

    private void ended(MountName mount, PassOutcome outcome) {
        if (!outcome.succeeded()) {
            failed.set(true);
        }
    }
}
