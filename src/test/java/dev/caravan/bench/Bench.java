package dev.caravan.bench;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Times Caravan's distribution and its peers: {@code bench/run [--rounds N] [--files N] [SCENARIO …]}. */
public final class Bench implements AutoCloseable {
    private static final Set<String> SCENARIOS = Set.of(
            "bulk",
            "idle",
            "change",
            "large",
            "latency",
            "idle-100000",
            "idle-1000000",
            "first",
            "first-1000000",
            "warm",
            "mix",
            "reads",
            "start");
    private static final List<String> STANDARD =
            List.of("bulk", "warm", "idle", "change", "large", "mix", "latency", "start", "reads");
    private static final Path BASELINE = Path.of("bench/baseline.json");

    private final Path space;
    private final int rounds;
    private final int files;
    private final List<Tool> tools = Tool.installed();
    private final Results results = new Results();
    private int downloads;

    private Bench(Path space, int rounds, int files) {
        this.space = space;
        this.rounds = rounds;
        this.files = files;
    }

    public static void main(String[] args) throws Exception {
        int rounds = 2;
        int files = 10_000;
        boolean judges = false;
        Set<String> wanted = new LinkedHashSet<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--files" -> files = Integer.parseInt(args[++i]);
                case "--baseline" -> judges = true;
                default -> wanted.add(args[i]);
            }
        }
        if (!SCENARIOS.containsAll(wanted)) {
            System.err.println(
                    "The scenarios are: " + SCENARIOS.stream().sorted().toList());
            System.exit(2);
        }
        try (Bench bench = new Bench(Files.createTempDirectory("caravan-bench"), rounds, files)) {
            for (String scenario : wanted.isEmpty() ? STANDARD : wanted) {
                bench.run(scenario);
            }
            bench.results.write(Path.of("target/bench"));
            System.out.println("\n" + bench.results.table());
            System.out.println(bench.results.compared(BASELINE));
            System.out.println("target/bench/results.{json,html,md}");
            List<String> worse = judges ? bench.results.worse(BASELINE) : List.of();
            worse.forEach(System.out::println);
            if (!worse.isEmpty()) {
                System.exit(1);
            }
        }
        System.exit(0);
    }

    private void run(String scenario) throws Exception {
        switch (scenario) {
            case "bulk" -> bulk();
            case "idle" -> idleRunning(files);
            case "idle-100000" -> idleRunning(100_000);
            case "idle-1000000" -> idleRunning(1_000_000);
            case "first-1000000" -> first(1_000_000);
            case "first" -> first(files);
            case "change" -> change();
            case "large" -> large();
            case "latency" -> latency();
            case "warm" -> warm();
            case "mix" -> mix();
            case "reads" -> reads();
            default -> start();
        }
    }

    /** A folder that nobody has synchronized: Caravan remembers those that it has. */
    private Path fresh() {
        return space.resolve("down" + downloads++);
    }

    private Path tree(String name, int count, int size) throws IOException {
        Path tree = space.resolve(name);
        byte[] content = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            Path file = tree.resolve("d" + i % 200).resolve("f" + i);
            Files.createDirectories(file.getParent());
            random.nextBytes(content);
            Files.write(file, content);
        }
        return tree;
    }

    /** First upload, once more with nothing to do, first download: each tool in turn, several rounds. */
    private void bulk() throws Exception {
        Path tree = tree("tree", files, 4096);
        warmUp();
        for (int round = 0; round < rounds; round++) {
            for (Tool tool : tools) {
                try (S3Server s3 = S3Server.start()) {
                    Path target = fresh();
                    measure("upload " + files, tool, tool.upload(), tree, s3);
                    measure("nothing to do " + files, tool, tool.upload(), tree, s3);
                    measure("download " + files, tool, tool.download(), target, s3);
                    remove(target);
                    remove(tree.resolve(".caravan"));
                }
            }
        }
        remove(tree);
    }

    /** The store is a Java program, too: the first tool must not pay for its compilation. */
    private static void warmUp() {
        try (S3Server s3 = S3Server.start()) {
            for (int i = 0; i < 5_000; i++) {
                s3.put("warm/" + i, "content");
                s3.content("warm/" + i);
            }
        }
    }

    private void measure(String scenario, Tool tool, List<String> line, Path folder, S3Server s3) throws Exception {
        s3.faults().counted();
        Measured measured = tool.run(line, folder, "p", s3.endpoint().toString(), space.resolve("log"));
        results.add(scenario, tool.name(), measured.with(s3.faults().counted()));
    }

    private Path listedTree(int count) throws IOException {
        Path tree = space.resolve("listed");
        for (int i = 0; i < count; i++) {
            Path file = tree.resolve(ListingServer.path(i));
            if (i % ListingServer.IN_DIRECTORY == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.write(file, ListingServer.CONTENT);
        }
        return tree;
    }

    /** First upload with little memory, to a store that forgets; aws would take hours. */
    private void first(int count) throws Exception {
        Path tree = listedTree(count);
        for (Tool tool : tools) {
            if (tool.name().equals("aws") || tool.name().equals("rclone")) {
                continue;
            }
            try (ListingServer store = new ListingServer(0)) {
                Tool small = tool.with("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=4");
                Measured run = small.run(small.upload(), tree, "p", store.endpoint(), space.resolve("log"));
                results.add("first upload " + count, tool.name(), run.with(store.counted()));
                remove(tree.resolve(".caravan"));
            }
        }
        remove(tree);
    }

    /** A pass of a Caravan that runs, over what has not changed; peers are started for it, as they do not stay. */
    private void idleRunning(int count) throws Exception {
        Path tree = listedTree(count);
        try (ListingServer store = new ListingServer(count)) {
            running(count, tree, store);
            for (int round = 0; round < rounds; round++) {
                for (Tool tool : tools) {
                    boolean patient = count < 1_000_000 || !tool.name().equals("aws"); // ten minutes a pass
                    if (tool.listsOnly() && patient) {
                        store.counted();
                        Measured run = tool.run(tool.upload(), tree, "p", store.endpoint(), space.resolve("log"));
                        results.add("idle pass " + count, tool.name(), run.with(store.counted()));
                    }
                }
            }
        }
        remove(tree);
    }

    private void running(int count, Path tree, ListingServer store) throws Exception {
        try (Running caravan = Running.start(tree, store.endpoint(), space.resolve("log"))) {
            // it runs for weeks: what its compilers do in the first minute is not measured
            caravan.awaitPasses(Math.max(4, Math.min(40, 2_000_000 / count)));
            for (int round = 0; round < rounds; round++) {
                store.counted();
                Measured pass = caravan.measure(Math.max(3, Math.min(10, 500_000 / count)), store::counted);
                results.add("idle pass " + count, "caravan", pass);
            }
            results.add("idle live heap " + count, "caravan", new Measured(0, 0, caravan.liveHeap() / 1024, Map.of()));
            String path = ListingServer.path(count / 2);
            for (int i = 0; i < 3 * rounds; i++) {
                byte[] content = ("change " + i).getBytes(StandardCharsets.UTF_8);
                Files.write(tree.resolve(path), content);
                caravan.change("one change " + count, () -> store.has(path, content), results);
            }
        }
    }

    /** Seconds from a change in the folder until it is in the bucket, with an interval of one second. */
    private void change() throws Exception {
        Path tree = tree("change", files, 64);
        try (S3Server s3 = S3Server.start()) {
            try (Running caravan = Running.start(tree, s3.endpoint().toString(), space.resolve("log"))) {
                caravan.awaitPasses(3);
                for (int i = 0; i < 5 * rounds; i++) {
                    String content = "change " + i;
                    Files.writeString(tree.resolve("d1/f1"), content);
                    caravan.change(
                            "one change",
                            () -> content.equals(
                                    s3.memory().contents(S3Server.BUCKET).get("p/d1/f1")),
                            results);
                }
            }
        }
        remove(tree);
    }

    private void large() throws Exception {
        Path tree = Files.createDirectory(space.resolve("large"));
        byte[] block = new byte[1 << 20];
        try (RandomAccessFile file = new RandomAccessFile(tree.resolve("file").toFile(), "rw")) {
            for (int i = 0; i < 1024; i++) {
                new Random(i).nextBytes(block);
                file.write(block);
            }
        }
        for (Tool tool : tools) {
            try (S3Server s3 = S3Server.start()) {
                measure("upload 1 GiB", tool, tool.upload(), tree, s3);
                Path target = fresh();
                measure("download 1 GiB", tool, tool.download(), target, s3);
                remove(target);
                remove(tree.resolve(".caravan"));
            }
        }
        remove(tree);
    }

    /** New files, handed to a Caravan that runs; peers are started for them, as they do not stay. */
    private void warm() throws Exception {
        Path tree = tree("warm", 1, 10);
        try (S3Server s3 = S3Server.start()) {
            String endpoint = s3.endpoint().toString();
            try (Running caravan = Running.resting(tree, endpoint, space.resolve("log"))) {
                for (int round = 0; round < rounds + 2; round++) {
                    Path more = tree("warm/r" + round, files, 4096);
                    double before = caravan.usage().cpu();
                    Tool tool = tools.get(0);
                    Measured command = tool.run(tool.upload(), tree, "p", endpoint, space.resolve("log2"));
                    Command.Usage usage = caravan.usage();
                    if (round > 1) { // what its compilers do in the first minute is not measured
                        results.add(
                                "handed over " + files,
                                "caravan",
                                new Measured(
                                        command.wall(),
                                        command.cpu() + usage.cpu() - before,
                                        usage.megabytes(),
                                        Map.of()));
                    }
                    remove(more);
                }
            }
        }
        remove(tree);
        Path peers = tree("peers", files, 4096);
        for (Tool tool : tools.subList(1, tools.size())) {
            for (int round = 0; round < rounds; round++) {
                try (S3Server s3 = S3Server.start()) {
                    measure("handed over " + files, tool, tool.upload(), peers, s3);
                }
            }
        }
        remove(peers);
    }

    /** 700 files of 0 B to 64 MB, 500 MB together. */
    private void mix() throws Exception {
        Path tree = Files.createDirectory(space.resolve("mix"));
        Random random = new Random(7);
        long left = 500_000_000;
        for (int i = 0; i < 700; i++) {
            long most = i < 3 ? 64_000_000 : i < 30 ? 20_000_000 : i < 150 ? 500_000 : 30_000;
            byte[] content = new byte[(int) Math.min(left, random.nextLong(most + 1))];
            random.nextBytes(content);
            left -= content.length;
            Path file = tree.resolve("d" + i % 20).resolve("f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
        for (Tool tool : tools) {
            for (int round = 0; round < rounds; round++) {
                try (S3Server s3 = S3Server.start()) {
                    measure("upload of a mix", tool, tool.upload(), tree, s3);
                    Path target = fresh();
                    measure("download of a mix", tool, tool.download(), target, s3);
                    remove(target);
                    remove(tree.resolve(".caravan"));
                }
            }
        }
        remove(tree);
    }

    /** Commands that only read what is known. */
    private void reads() throws Exception {
        Path tree = tree("reads", 1, 10);
        try (S3Server s3 = S3Server.start()) {
            Tool caravan = tools.get(0);
            String endpoint = s3.endpoint().toString();
            caravan.run(caravan.upload(), tree, "p", endpoint, space.resolve("log"));
            for (String command : List.of("held", "problems", "trash")) {
                List<String> line = new ArrayList<>(caravan.upload());
                line.set(line.indexOf("run"), command);
                line.set(line.indexOf("--once"), "m");
                for (int round = 0; round < rounds + 1; round++) {
                    Measured run = caravan.run(line, tree, "p", endpoint, space.resolve("log"));
                    results.add("caravan " + command, "caravan", run);
                }
            }
        }
        remove(tree);
    }

    /** A store that is 50 ms away: what counts is how much goes on at a time. */
    private void latency() throws Exception {
        Path tree = tree("latency", 2_000, 4096);
        for (Tool tool : tools) {
            try (S3Server s3 = S3Server.start()) {
                s3.faults().add((operation, key) -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(50);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                measure("upload 2000, 50 ms away", tool, tool.upload(), tree, s3);
                remove(tree.resolve(".caravan"));
            }
        }
        remove(tree);
    }

    /** One pass with nothing to do, over next to nothing: the start of the program. */
    private void start() throws Exception {
        Path tree = tree("start", 1, 10);
        try (S3Server s3 = S3Server.start()) {
            for (Tool tool : tools) {
                tool.run(tool.upload(), tree, "p", s3.endpoint().toString(), space.resolve("log"));
                for (int round = 0; round < rounds + 1; round++) {
                    measure("start", tool, tool.upload(), tree, s3);
                }
            }
        }
        remove(tree);
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(space);
    }
}
