package dev.caravan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process whose time, CPU and memory are measured, its children included. */
final class Command {
    private static final long TICKS_A_SECOND = 100;
    private static final Pattern TIMES = Pattern.compile("(?m)^TIMES ([\\d.]+) ([\\d.]+) ([\\d.]+)$");

    private Command() {}

    /** What a process has cost so far. */
    record Usage(double cpu, long megabytes) {}

    /** Runs a command to its end; its output goes to a file. */
    static Measured run(List<String> line, Map<String, String> environment, Path log) throws Exception {
        String script = "TIMEFORMAT='TIMES %R %U %S'; time \"$@\"";
        List<String> timed = Stream.concat(Stream.of("bash", "-c", script, "bash"), line.stream())
                .toList();
        Process process = start(timed, environment, log);
        long megabytes = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            megabytes = Math.max(
                    megabytes,
                    process.descendants().mapToLong(child -> peak(child.pid())).sum());
        }
        Matcher times = TIMES.matcher(Files.readString(log));
        if (process.exitValue() != 0 || !times.find()) {
            throw new IllegalStateException(line + " ended with " + process.exitValue() + ": " + Files.readString(log));
        }
        return new Measured(
                Double.parseDouble(times.group(1)),
                Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)),
                megabytes,
                Map.of());
    }

    static Process start(List<String> line, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("AWS_CA_BUNDLE");
        return builder.start();
    }

    /** What a running process has cost, from /proc. */
    static Usage usage(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_A_SECOND;
        return new Usage(cpu, peak(pid));
    }

    private static long peak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(text -> text.startsWith("VmHWM:"))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }
}
