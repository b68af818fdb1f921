package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped for Prometheus and Grafana speaks of metrics that there are; {@code .ci/run} has promtool check the rules. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\bcaravan_\\w+");

    private static Set<String> metrics(Path file) throws IOException {
        return METRIC.matcher(Files.readString(file))
                .results()
                .map(each -> each.group().replaceAll("_(sum|count|bucket)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "alerts.test.yaml", "dashboard.json"})
    void knowsTheMetricsThatThereAre(String file) throws IOException {
        Path docs = Path.of("docs");
        assertThat(metrics(docs.resolve("operations.md")))
                .containsAll(metrics(docs.resolve("monitoring").resolve(file)));
    }

    @org.junit.jupiter.api.Test
    void theDashboardShowsEachMetric() throws Exception {
        Path file = Path.of("docs/monitoring/dashboard.json");
        assertThat(((JsonObject) Jsoner.deserialize(Files.readString(file))).getString("title"))
                .isEqualTo("Caravan");
        assertThat(metrics(file)).containsAll(metrics(Path.of("docs/operations.md")));
    }
}
