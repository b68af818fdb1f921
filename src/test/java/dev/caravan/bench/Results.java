package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured, by scenario and tool: as a table, as JSON, and as a page with bars. */
final class Results {
    private static final double WORSE = 1.15;
    private static final Pattern CHANGE =
            Pattern.compile("^  (.+?) +wall ([0-9.]+) -> ([0-9.]+)  cpu ([0-9.]+) -> ([0-9.]+)$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile(
            "\"scenario\": \"([^\"]+)\", \"tool\": \"([^\"]+)\", \"wall\": ([\\d.]+), \"cpu\": ([\\d.]+)");

    private final Map<String, Map<String, List<Measured>>> all = new LinkedHashMap<>();

    void add(String scenario, String tool, Measured measured) {
        all.computeIfAbsent(scenario, name -> new LinkedHashMap<>())
                .computeIfAbsent(tool, name -> new ArrayList<>())
                .add(measured);
        System.out.printf(
                Locale.ROOT,
                "%-28s %-13s %7.2f s  cpu %7.2f s  %5d MB  %s%n",
                scenario,
                tool,
                measured.wall(),
                measured.cpu(),
                measured.megabytes(),
                measured.requests());
    }

    private static double median(List<Measured> runs, ToDoubleFunction<Measured> what) {
        double[] sorted = runs.stream().mapToDouble(what).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Medians, and how they compare with Caravan's: 2.0 means that the tool took twice as much. */
    String table() {
        StringBuilder table = new StringBuilder("""
                | scenario | tool | wall s | cpu s | MB | requests | wall / Caravan's | cpu / Caravan's |
                |---|---|---|---|---|---|---|---|
                """);
        all.forEach((scenario, tools) -> tools.forEach((tool, runs) -> {
            List<Measured> caravan = tools.getOrDefault("caravan", runs);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f | %.0f | %.0f | %.2f | %.2f |%n",
                    scenario,
                    tool,
                    median(runs, Measured::wall),
                    median(runs, Measured::cpu),
                    median(runs, Measured::megabytes),
                    median(runs, Measured::allRequests),
                    median(runs, Measured::wall) / median(caravan, Measured::wall),
                    median(runs, Measured::cpu) / median(caravan, Measured::cpu)));
        }));
        return table.toString();
    }

    private String json() {
        List<String> rows = new ArrayList<>();
        all.forEach((scenario, tools) -> tools.forEach((tool, runs) -> rows.add(String.format(
                Locale.ROOT,
                "  {\"scenario\": \"%s\", \"tool\": \"%s\", \"wall\": %.3f, \"cpu\": %.3f, \"megabytes\": %.0f,"
                        + " \"requests\": %.0f}",
                scenario,
                tool,
                median(runs, Measured::wall),
                median(runs, Measured::cpu),
                median(runs, Measured::megabytes),
                median(runs, Measured::allRequests)))));
        return "[\n" + String.join(",\n", rows) + "\n]\n";
    }

    /**
     * Ratios then and now: how many times Caravan's CPU and wall time a peer takes. Times themselves tell nothing, as
     * another machine has others.
     */
    String compared(Path baseline) throws IOException {
        if (!Files.exists(baseline)) {
            return "";
        }
        Map<String, Measured> then = new HashMap<>();
        Matcher rows = ROW.matcher(Files.readString(baseline));
        while (rows.find()) {
            then.put(
                    rows.group(1) + "/" + rows.group(2),
                    new Measured(Double.parseDouble(rows.group(3)), Double.parseDouble(rows.group(4)), 0, Map.of()));
        }
        StringBuilder text = new StringBuilder("Times Caravan's, then (" + baseline + ") and now:\n");
        all.forEach((scenario, tools) -> tools.forEach((tool, runs) -> {
            Measured oldTool = then.get(scenario + "/" + tool);
            Measured oldCaravan = then.get(scenario + "/caravan");
            List<Measured> caravan = tools.get("caravan");
            if (!tool.equals("caravan") && oldTool != null && oldCaravan != null && caravan != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-28s %-13s wall %.2f -> %.2f  cpu %.2f -> %.2f%n",
                        scenario,
                        tool,
                        oldTool.wall() / oldCaravan.wall(),
                        median(runs, Measured::wall) / median(caravan, Measured::wall),
                        oldTool.cpu() / oldCaravan.cpu(),
                        median(runs, Measured::cpu) / median(caravan, Measured::cpu)));
            }
        }));
        return text.toString();
    }

    /** The scenarios in which Caravan takes more of a peer's time or CPU than it did then, by more than 15 %. */
    List<String> worse(Path baseline) throws IOException {
        List<String> worse = new ArrayList<>();
        Matcher lines = CHANGE.matcher(compared(baseline));
        while (lines.find()) {
            for (int measure = 0; measure < 2; measure++) {
                double then = Double.parseDouble(lines.group(2 + 2 * measure));
                double now = Double.parseDouble(lines.group(3 + 2 * measure));
                if (then > now * WORSE) {
                    worse.add("Worse than before: " + lines.group(1).strip() + ", " + (measure == 0 ? "wall" : "CPU")
                            + ": a peer takes " + now + " times as much, and took " + then);
                }
            }
        }
        return worse;
    }

    private String page() {
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>Caravan's benchmark</title>"
                + "<style>body{font:14px sans-serif;margin:2em}td{padding:2px 8px}i{display:inline-block;height:10px}"
                + "</style><h1>Caravan's benchmark</h1><p>Seconds: wall (blue), CPU (orange).</p>");
        all.forEach((scenario, tools) -> {
            double most = tools.values().stream()
                    .mapToDouble(runs -> Math.max(median(runs, Measured::wall), median(runs, Measured::cpu)))
                    .max()
                    .orElse(1);
            page.append("<h2>").append(scenario).append("</h2><table>");
            tools.forEach((tool, runs) -> page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td><i style='background:#47a;width:%.0fpx'></i> %.2f<br>"
                            + "<i style='background:#e83;width:%.0fpx'></i> %.2f",
                    tool,
                    400 * median(runs, Measured::wall) / most,
                    median(runs, Measured::wall),
                    400 * median(runs, Measured::cpu) / most,
                    median(runs, Measured::cpu))));
            page.append("</table>");
        });
        return page.toString();
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), json());
        Files.writeString(directory.resolve("results.html"), page());
        Files.writeString(directory.resolve("results.md"), table());
    }
}
