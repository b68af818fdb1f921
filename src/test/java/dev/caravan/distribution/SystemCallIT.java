package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, killed at the n-th call of a kind to the system, or refused that call, while it uploads, downloads,
 * replaces, keeps both sides of a conflict, deletes, undoes, writes its index, takes another place, or meets another disk. Afterwards nothing is lost, and both sides come to
 * be equal. As many calls as the time allows are tried, in an order that follows from the seed.
 */
@Tag("search")
class SystemCallIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("caravan.search.seconds", 180));
    private static final List<String> CALLS = List.of(
            "rename,renameat,renameat2",
            "fsync,fdatasync",
            "pwrite64",
            "link,linkat",
            "unlink,unlinkat",
            "sendfile,copy_file_range",
            "write");
    private static final String LARGE = "large ".repeat(200_000);
    private static final Pattern CALLED = Pattern.compile("(\\w+)\\(.*");

    @TempDir
    Path temp;

    private final S3Server s3 = S3Server.start();
    private Path folder;
    private Program program;

    /** What the program is about to do when something ends it. */
    private enum Situation {
        /** There is one of each kind of change. */
        CHANGES,
        /** The mount has another prefix since its last pass, below which the bucket holds some of it. */
        OTHER_PLACE,
        /** What the last pass deleted or replaced is to be brought back. */
        UNDO,
        /** A large object is to go onto a disk that is mounted inside of the folder, where one can be. */
        OTHER_DISK
    }

    private record CallFault(Situation situation, String calls, int number, boolean kills) {
        String inject() {
            return "inject=" + calls + (kills ? ":signal=SIGKILL" : ":error=EIO") + ":when=" + number;
        }
    }

    @AfterEach
    void stop() throws Exception {
        new ProcessBuilder("umount", folder.resolve("d").toString()).start().waitFor();
        s3.close();
    }

    @Test
    void nothingIsLostWhateverCallEndsIt() throws Exception {
        folder = temp.resolve("folder");
        program = new Program(s3, folder, temp.resolve("log"));
        long seed = Long.getLong("caravan.search.seed", System.nanoTime());
        System.out.println("system calls fail, seed " + seed);
        List<List<CallFault>> kinds = new ArrayList<>();
        for (Situation situation : Situation.values()) {
            boolean wanted = System.getProperty("caravan.search.situation", situation.name())
                    .equals(situation.name());
            boolean possible = situation != Situation.OTHER_DISK
                    || System.getProperty("user.name").equals("root");
            if (wanted && possible) {
                kinds.addAll(faults(situation));
            }
        }
        List<CallFault> faults = inTurn(kinds, new Random(seed));
        long end = System.nanoTime() + TIME.toNanos();
        int tried = 0;
        for (CallFault fault : faults) {
            if (System.nanoTime() > end) {
                break;
            }
            tryOut(fault, seed);
            tried++;
        }
        System.out.println("tried " + tried + " of " + faults.size() + " system calls");
        assertThat(tried).isPositive();
    }

    /** One of each kind in turn, so that a call that is made once is not lost among hundreds of another kind. */
    private static List<CallFault> inTurn(List<List<CallFault>> kinds, Random random) {
        kinds.forEach(kind -> Collections.shuffle(kind, random));
        int most = kinds.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, most)
                .boxed()
                .flatMap(n -> kinds.stream().filter(kind -> n < kind.size()).map(kind -> kind.get(n)))
                .toList();
    }

    /** Every call in a situation, by kind. */
    private List<List<CallFault>> faults(Situation situation) throws Exception {
        Set<String> wanted = prepare(situation);
        assertThat(wanted).isNotEmpty();
        Path trace = temp.resolve("trace");
        run(List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-o",
                trace.toString(),
                "-e",
                "trace=" + String.join(",", CALLS)));
        Map<String, Integer> counts = new HashMap<>();
        try (Stream<String> lines = Files.lines(trace)) {
            lines.map(line -> line.replaceFirst("^\\d+ +", "")).forEach(line -> {
                Matcher call = CALLED.matcher(line);
                if (call.matches()) {
                    counts.merge(call.group(1), 1, Integer::sum);
                }
            });
        }
        List<List<CallFault>> kinds = new ArrayList<>();
        for (String calls : CALLS) {
            List<CallFault> faults = new ArrayList<>();
            int count = Stream.of(calls.split(","))
                    .mapToInt(call -> counts.getOrDefault(call, 0))
                    .sum();
            for (int number = 1; number <= count; number++) {
                faults.add(new CallFault(situation, calls, number, true));
                if (!calls.equals("write")) {
                    faults.add(new CallFault(situation, calls, number, false));
                }
            }
            kinds.add(faults);
        }
        return kinds;
    }

    private void tryOut(CallFault fault, long seed) throws Exception {
        Set<String> wanted = prepare(fault.situation());
        Set<String> there = files().keySet();
        run(List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + fault.calls(),
                "-e",
                fault.inject()));
        String story = "seed " + seed + ", " + fault + "\n" + program.log();
        assertThat(program.contents()).as(story).containsAll(wanted);
        nobodySeesHalfAFile(story);
        int code = 1;
        for (int pass = 0; pass < 3 && code != 0; pass++) {
            code = program.once();
        }
        story += program.log();
        assertThat(program.contents()).as(story).containsAll(wanted);
        nobodySeesHalfAFile(story);
        assertThat(s3.memory().listMultipartUploads(S3Server.BUCKET)).as(story).isEmpty();
        switch (fault.situation()) {
            case CHANGES -> {
                assertThat(code).as(story).isIn(0, 4);
                assertThat(files()).as(story).isEqualTo(objects(""));
            }
            case OTHER_PLACE -> {
                assertThat(code).as(story).isIn(0, 4);
                assertThat(files().keySet())
                        .as("deleted, and nobody wanted it, " + story)
                        .containsAll(there);
                assertThat(files()).as(story).isEqualTo(objects("elsewhere/"));
            }
            case UNDO -> assertThat(files()).as(story).containsEntry("d/gone-there", "old d/gone-there");
            case OTHER_DISK -> Program.execute("umount", folder.resolve("d").toString());
        }
    }

    private void nobodySeesHalfAFile(String story) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            boolean whole =
                    !(file.getValue().startsWith("large") || file.getKey().endsWith("large"))
                            || file.getValue().equals(LARGE);
            assertThat(whole).as("half of " + file.getKey() + ", " + story).isTrue();
        }
    }

    private Map<String, String> objects(String prefix) {
        Map<String, String> all = new java.util.TreeMap<>();
        s3.memory().contents(S3Server.BUCKET).forEach((key, content) -> {
            if (key.startsWith(prefix)) {
                all.put(key.substring(prefix.length()), content);
            }
        });
        return all;
    }

    private void run(List<String> before) throws Exception {
        Process process = program.start(before, "--once");
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** A mount in step, and what happened since; returns the contents that nobody threw away. */
    private Set<String> prepare(Situation situation) throws Exception {
        inStep();
        return switch (situation) {
            case CHANGES -> changed();
            case OTHER_PLACE -> moved();
            case UNDO -> undone();
            case OTHER_DISK -> mounted();
        };
    }

    private void inStep() throws Exception {
        new ProcessBuilder("umount", folder.resolve("d").toString()).start().waitFor();
        for (String key : s3.memory().contents(S3Server.BUCKET).keySet()) {
            s3.memory().swap(S3Server.BUCKET, key, null);
        }
        program.set("prefix", "");
        Path image = temp.resolve("in step");
        List<String> names = List.of("same", "edited", "replaced", "conflict", "d/gone-here", "d/gone-there");
        if (Files.exists(image)) {
            // the folder itself stays the directory that it is
            Program.execute("find", folder.toString(), "-mindepth", "1", "-delete");
            Program.execute("cp", "-a", image + "/.", folder.toString());
            // an index older than the last one that the user had would be built anew
            Program.execute(
                    "cp",
                    "-a",
                    temp.resolve("state in step") + "/.",
                    program.state().toString());
            names.forEach(name -> s3.memory().swap(S3Server.BUCKET, name, "old " + name));
        } else {
            Files.createDirectories(folder.resolve("d"));
            for (String name : names) {
                write(name, "old " + name);
            }
            assertThat(program.once()).as(program.log()).isZero();
            Program.execute("cp", "-a", folder.toString(), image.toString());
            Program.execute(
                    "cp",
                    "-a",
                    program.state().toString(),
                    temp.resolve("state in step").toString());
        }
    }

    private Set<String> changed() throws IOException {
        write("edited", "edited here");
        write("conflict", "conflict here");
        Files.setLastModifiedTime(
                folder.resolve("conflict"), FileTime.from(Instant.now().minusSeconds(3600)));
        write("new", "new here");
        Files.delete(folder.resolve("d/gone-here"));
        s3.memory().swap(S3Server.BUCKET, "replaced", "replaced there");
        s3.memory().swap(S3Server.BUCKET, "conflict", "conflict there");
        s3.memory().swap(S3Server.BUCKET, "new there", "new there");
        s3.memory().swap(S3Server.BUCKET, "d/gone-there", null);
        return Set.of(
                "old same",
                "edited here",
                "conflict here",
                "conflict there",
                "new here",
                "new there",
                "replaced there");
    }

    private Set<String> moved() {
        program.set("prefix", "elsewhere/");
        // as little is missing there as no guard holds
        for (String name : List.of("same", "replaced", "conflict", "d/gone-here")) {
            s3.memory().swap(S3Server.BUCKET, "elsewhere/" + name, "old " + name);
        }
        s3.memory().swap(S3Server.BUCKET, "elsewhere/edited", "another there");
        return Set.of("old same", "old edited", "old replaced", "old d/gone-here", "another there");
    }

    private Set<String> undone() throws Exception {
        s3.memory().swap(S3Server.BUCKET, "replaced", "replaced there");
        s3.memory().swap(S3Server.BUCKET, "d/gone-there", null);
        // the files are copies, which a first pass finds to be the same
        assertThat(program.once()).as(program.log()).isZero();
        assertThat(program.once()).as(program.log()).isZero();
        assertThat(files()).as(program.log()).doesNotContainKey("d/gone-there");
        program.command("undo", "--since", "1h");
        return Set.of("old same", "old replaced", "replaced there", "old d/gone-there");
    }

    private Set<String> mounted() throws Exception {
        Program.execute("mount", "-t", "tmpfs", "tmpfs", folder.resolve("d").toString());
        Program.execute(
                "cp",
                "-a",
                temp.resolve("in step/d") + "/.",
                folder.resolve("d").toString());
        // a disk that came just now would be told of, and nothing would come onto it anyway
        program.once();
        assertThat(program.once()).as(program.log()).isZero();
        s3.memory().swap(S3Server.BUCKET, "d/large", LARGE);
        return Set.of(LARGE, "old same", "old d/gone-here");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new java.util.TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(folder.resolve(".caravan")))
                    .toList()) {
                all.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }
}
