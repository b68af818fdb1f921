package dev.caravan.camel;

import dev.caravan.config.ConfigurationException;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsReader;
import dev.caravan.mount.Mount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/**
 * Makes Caravan part of a Camel application: {@code camel.main.configuration-classes =
 * dev.caravan.camel.CaravanConfiguration}. It reads the settings of the application's own properties and binds the beans
 * that the route templates call; the templates themselves are loaded like any other route file.
 */
public final class CaravanConfiguration implements CamelConfiguration {
    private final RunOptions options;
    private final Map<String, String> environment;
    private final Runnable finished;

    public CaravanConfiguration() {
        this(RunOptions.STANDARD, System.getenv(), () -> {});
    }

    /**
     * Caravan with options of one run.
     *
     * @param environment the variables that override the settings
     * @param finished is called when each mount has had its one pass, if it is to have only one
     */
    CaravanConfiguration(RunOptions options, Map<String, String> environment, Runnable finished) {
        this.options = options;
        this.environment = environment;
        this.finished = finished;
    }

    @Override
    public void configure(CamelContext context) {
        refuseReload(context);
        CamelSource source = new CamelSource(context.getPropertiesComponent(), environment);
        Settings settings = options.alone() ? SettingsReader.read(source) : SettingsReader.readBeside(source);
        Installation.install(context, chosen(settings), options, finished);
    }

    /** Camel's reload drops the routes of templates without a word: nothing would be synchronized any more. */
    private static void refuseReload(CamelContext context) {
        for (String key : List.of("camel.main.routes-reload-enabled", "camel.main.routesReloadEnabled")) {
            if (context.getPropertiesComponent()
                    .resolveProperty(key)
                    .filter("true"::equalsIgnoreCase)
                    .isPresent()) {
                throw new ConfigurationException(
                        List.of(key + " = true: a reload drops the routes of each mount, as they are"
                                + " made from templates. Leave it out, and restart after an edit"));
            }
        }
    }

    private Settings chosen(Settings all) {
        if (options.only().isEmpty()) {
            return all;
        }
        Set<String> unknown = new TreeSet<>(options.only());
        all.mounts().forEach(mount -> unknown.remove(mount.name().value()));
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(List.of("--mount " + String.join(", ", unknown)
                    + ": no such mount. There are: "
                    + String.join(
                            ", ", all.mounts().stream().map(Mount::toString).toList())));
        }
        List<Mount> mounts = all.mounts().stream()
                .filter(mount -> options.only().contains(mount.name().value()))
                .toList();
        return new Settings(mounts, all.concurrency(), all.multipartThreshold(), all.partSize(), all.control());
    }
}
