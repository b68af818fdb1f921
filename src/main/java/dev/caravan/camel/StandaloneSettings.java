package dev.caravan.camel;

import dev.caravan.config.Settings;
import dev.caravan.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.jspecify.annotations.Nullable;

/** The settings for commands that start no routes, read as a run reads them. */
public final class StandaloneSettings {
    private StandaloneSettings() {}

    /**
     * Reads and checks all settings.
     *
     * @param file the properties file; null where there is none
     * @param settings single settings, which override those of the file
     */
    public static Settings read(@Nullable Path file, Map<String, String> settings, Map<String, String> environment)
            throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PropertiesComponent properties = context.getPropertiesComponent();
            if (file != null) {
                properties.setEncoding("UTF-8");
                properties.setLocation("file:" + file.toAbsolutePath());
            }
            Properties overriding = new Properties();
            overriding.putAll(settings);
            properties.setOverrideProperties(overriding);
            return SettingsReader.read(new CamelSource(properties, environment));
        }
    }
}
