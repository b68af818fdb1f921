package dev.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CamelSourceTest {
    @Test
    void readsPropertiesWithTheirPlaceholders() throws Exception {
        CamelSource source =
                source(Map.of("mounts.photos.folder", "{{base}}/photos", "base", "/srv", "other", "x"), Map.of());
        assertThat(source.keys()).containsExactly("mounts.photos.folder");
        assertThat(source.value("mounts.photos.folder")).contains("/srv/photos");
        assertThat(source.value("mounts.photos.bucket")).isEmpty();
    }

    @Test
    void variablesOfTheEnvironmentGoOverProperties() throws Exception {
        CamelSource source = source(
                Map.of("mounts.my-photos.folder", "/a", "transfers.concurrency", "3"),
                Map.of(
                        "MOUNTS_MY_PHOTOS_FOLDER", "/b",
                        "MOUNTS_MY_PHOTOS_INITIAL_DIRECTION", "s3",
                        "TRANSFERS_CONCURRENCY", "4"));
        assertThat(source.value("mounts.my-photos.folder")).contains("/b");
        assertThat(source.keys())
                .containsExactlyInAnyOrder("mounts.my-photos.folder", "mounts.my-photos.initial-direction");
        assertThat(source.value("transfers.concurrency")).contains("4");
    }

    @Test
    void variablesAloneMakeAMount() throws Exception {
        CamelSource source = source(
                Map.of(), Map.of("MOUNTS_DATA_FOLDER", "/data", "MOUNTS_DATA_BUCKET", "b", "MOUNTS_NONSENSE", "x"));
        assertThat(source.keys()).containsExactlyInAnyOrder("mounts.data.folder", "mounts.data.bucket");
        assertThat(source.value("mounts.data.folder")).contains("/data");
    }

    @Test
    void aVariableWithADashIsUnknown() throws Exception {
        CamelSource source = source(Map.of(), Map.of("MOUNTS_M_LIST-INTERVAL", "1h", "MOUNTS_M_FOLDER", "/data"));
        assertThat(source.keys()).containsExactly("mounts.m.folder");
        assertThat(source.unknownVariables()).containsExactly("MOUNTS_M_LIST-INTERVAL");
    }

    private static CamelSource source(Map<String, String> properties, Map<String, String> environment) {
        CamelContext context = new DefaultCamelContext();
        Properties initial = new Properties();
        initial.putAll(properties);
        context.getPropertiesComponent().setInitialProperties(initial);
        context.build();
        context.start();
        return new CamelSource(context.getPropertiesComponent(), environment);
    }
}
