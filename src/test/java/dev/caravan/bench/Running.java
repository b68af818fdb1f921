package dev.caravan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Caravan that goes on, pass after pass, and what its passes cost. */
final class Running implements AutoCloseable {
    private static final int INTERVAL_SECONDS = 1;

    private final Process process;
    private final Path log;

    private Running(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Running start(Path folder, String endpoint, Path log) throws IOException {
        String interval = "mounts.m.interval=" + INTERVAL_SECONDS + "s";
        return new Running(Tool.continuous(folder, "p", endpoint, log, "--debug", "--set", interval), log);
    }

    /** One that makes passes when it is asked to, after the first. */
    static Running resting(Path folder, String endpoint, Path log) throws IOException, InterruptedException {
        Running running =
                new Running(Tool.continuous(folder, "p", endpoint, log, "--set", "mounts.m.interval=1h"), log);
        while (!Files.readString(log).contains("1 uploaded")) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return running;
    }

    Command.Usage usage() throws IOException {
        return Command.usage(process.pid());
    }

    /** So many since its start. */
    void awaitPasses(int count) throws IOException, InterruptedException {
        while (ends().size() < count) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** What a pass costs, on average of so many that follow. */
    Measured measure(int passes, Supplier<Map<String, Integer>> counted) throws IOException, InterruptedException {
        int before = ends().size();
        double cpu = usage().cpu();
        awaitPasses(before + passes);
        Command.Usage usage = usage();
        Map<String, Integer> requests = counted.get();
        List<LocalTime> ends = ends();
        int done = ends.size() - before;
        requests.replaceAll((operation, number) -> number / done);
        Duration all = Duration.between(ends.get(before - 1), ends.get(ends.size() - 1));
        return new Measured(
                all.toMillis() / 1e3 / done - INTERVAL_SECONDS,
                (usage.cpu() - cpu) / done,
                usage.megabytes(),
                requests);
    }

    /** Seconds from now, when something has just changed in the folder, until the store has it; then rests a while. */
    void change(String scenario, BooleanSupplier arrived, Results results) throws IOException, InterruptedException {
        Command.Usage before = usage();
        long began = System.nanoTime();
        while (!arrived.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        double wall = (System.nanoTime() - began) / 1e9;
        Command.Usage after = usage();
        results.add(
                scenario + ", interval " + INTERVAL_SECONDS + " s",
                "caravan",
                new Measured(wall, after.cpu() - before.cpu(), after.megabytes(), Map.of()));
        // the next change may come at any moment of a pass
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(300, 1_300));
    }

    /** When each pass ended: a line begins with date and time, to the millisecond. */
    private List<LocalTime> ends() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" m - pass: "))
                    .map(line -> LocalTime.parse(line.substring(11, 23)))
                    .toList();
        }
    }

    /** In kB, after a collection. */
    long liveHeap() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        String said = "";
        for (String command : List.of("GC.run", "GC.heap_info")) {
            Process asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), command).start();
            said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            asked.waitFor();
        }
        return Pattern.compile("(?:generation|heap) .*used (\\d+)K")
                .matcher(said)
                .results()
                .mapToLong(generation -> Long.parseLong(generation.group(1)))
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
