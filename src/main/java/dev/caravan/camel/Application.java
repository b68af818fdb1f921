package dev.caravan.camel;

import dev.caravan.config.ConfigurationException;
import dev.caravan.status.EventListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/** Caravan as a program of its own: Camel's main, set up for it. */
public final class Application {
    /** What Caravan wants unless the properties file says otherwise. */
    private static final Map<String, String> STANDARD = Map.of(
            "camel.main.name", "caravan",
            "camel.main.auto-configuration-fail-fast", "true",
            "camel.main.auto-configuration-log-summary", "false",
            "camel.main.autowired-enabled", "false",
            // a large object would be read into memory
            "camel.main.stream-caching-enabled", "false",
            "camel.main.shutdown-timeout", "20",
            "camel.main.jmx-enabled", "false",
            // else it would be every address of the machine
            "camel.management.host", "127.0.0.1");

    /** The directory of the user's own route files, beside that of ours. */
    private static final String OWN_ROUTES = "routes.d";

    private final Main main = new Main();
    private volatile boolean started;

    /**
     * Sets it up; nothing is read yet.
     *
     * @param properties the settings; null where there is no file
     * @param routes the directory of the route files; those in {@code routes.d} beside it come first
     * @param settings single settings, which override those of the file
     */
    public Application(@Nullable Path properties, @Nullable Path routes, Map<String, String> settings) {
        if (routes == null) {
            throw new ConfigurationException(
                    List.of(
                            "There is no routes/ in the current directory, nor beside an installed Caravan: name it with --routes"));
        }
        main.setPropertyPlaceholderLocations(
                properties == null ? "classpath:none.properties;optional=true" : "file:" + properties.toAbsolutePath());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport begun) {
                started = true;
            }

            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                starting.getCamelContext().getPropertiesComponent().setEncoding("UTF-8");
            }
        });
        STANDARD.forEach(main::addInitialProperty);
        main.addInitialProperty("camel.main.routes-include-pattern", patterns(routes));
        settings.forEach(main::addOverrideProperty);
        if (main.getShutdownStrategy() instanceof DefaultMainShutdownStrategy strategy) {
            strategy.disableHangupSupport();
        }
    }

    /** The user's own files come first, as the first template of an id is the one that counts. */
    private static String patterns(Path routes) {
        Path absolute = routes.toAbsolutePath().normalize();
        return Stream.of(absolute.resolveSibling(OWN_ROUTES), absolute)
                .filter(Files::isDirectory)
                .map(directory -> "file:" + directory + "/*.camel.yaml")
                .collect(Collectors.joining(","));
    }

    /** Has somebody told what happens to all mounts. */
    public void listen(EventListener listener) {
        main.bind("caravan-listener", listener);
    }

    /**
     * Runs until it is stopped, or, where each mount is to have one pass only, until the last has had it.
     *
     * @param environment variables that override all settings
     * @param stopAfter how long to run at most; null for as long as it takes
     */
    public void run(RunOptions options, Map<String, String> environment, @Nullable Duration stopAfter)
            throws Exception {
        main.configure().addConfiguration(new CaravanConfiguration(options, environment, main::completed));
        if (stopAfter != null) {
            main.configure().withDurationMaxSeconds(Math.toIntExact(Math.max(1, stopAfter.toSeconds())));
        }
        main.run();
    }

    /** Whether it came as far as to synchronize something. */
    public boolean hasStarted() {
        return started;
    }

    /** Asks it to stop; {@link #run} returns when it has. */
    public void stop() {
        main.completed();
    }
}
