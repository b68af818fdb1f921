package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that brings a folder and a prefix in step.
 *
 * @param upload its command line from the folder to the prefix, where {@code FOLDER}, {@code PREFIX} and {@code ENDPOINT}
 *     stand for those
 */
record Tool(String name, List<String> upload, List<String> download, Map<String, String> environment) {
    private static final String ACCESS = dev.caravan.testing.S3Server.ACCESS_KEY;
    private static final String SECRET = dev.caravan.testing.S3Server.SECRET_KEY;
    private static final Map<String, String> KEYS = Map.of(
            "AWS_ACCESS_KEY_ID", ACCESS,
            "AWS_SECRET_ACCESS_KEY", SECRET,
            "AWS_REGION", "us-east-1",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_EC2_METADATA_DISABLED", "true",
            "LC_ALL", "C.UTF-8");

    /** Caravan itself, then every peer that is installed. */
    static List<Tool> installed() {
        List<Tool> all = new ArrayList<>(List.of(caravan()));
        Stream.of(aws(), rclone(), rcloneTuned(), s5cmd())
                .filter(tool -> isInstalled(tool.upload().get(0)))
                .forEach(all::add);
        return all;
    }

    private static Tool caravan() {
        String program = Path.of("target/caravan/bin/caravan").toAbsolutePath().toString();
        return new Tool("caravan", caravan(program, "upload"), caravan(program, "download"), KEYS);
    }

    private static List<String> caravan(String program, String direction) {
        return List.of(
                program,
                "run",
                "--once",
                "--set",
                "mounts.m.folder=FOLDER",
                "--set",
                "mounts.m.bucket=bucket",
                "--set",
                "mounts.m.prefix=PREFIX",
                "--set",
                "mounts.m.endpoint=ENDPOINT",
                "--set",
                "mounts.m.initial-direction=merge",
                "--set",
                "mounts.m.direction=" + direction);
    }

    private static Tool aws() {
        List<String> sync = List.of("aws", "--endpoint-url", "ENDPOINT", "s3", "sync", "--only-show-errors");
        return new Tool(
                "aws",
                with(sync, "FOLDER", "s3://bucket/PREFIX", "--exclude", ".caravan/*"),
                with(sync, "s3://bucket/PREFIX", "FOLDER"),
                KEYS);
    }

    private static Tool rclone() {
        return rclone("rclone", "--fast-list");
    }

    private static Tool rcloneTuned() {
        return rclone(
                "rclone-tuned",
                "--use-server-modtime",
                "--update",
                "--transfers=20",
                "--checkers=20",
                "--s3-no-head",
                "--fast-list");
    }

    private static Tool rclone(String name, String... options) {
        String remote = ":s3,provider=Other,env_auth=true,endpoint='ENDPOINT',no_check_bucket=true:bucket/PREFIX";
        List<String> sync = with(List.of("rclone", "sync", "--config", "/dev/null"), options);
        return new Tool(
                name, with(sync, "--exclude=.caravan/**", "FOLDER", remote), with(sync, remote, "FOLDER"), KEYS);
    }

    private static Tool s5cmd() {
        List<String> sync =
                List.of("s5cmd", "--endpoint-url", "ENDPOINT", "--numworkers", "64", "--log", "error", "sync");
        return new Tool(
                "s5cmd",
                with(sync, "FOLDER/", "s3://bucket/PREFIX/"),
                with(sync, "s3://bucket/PREFIX/*", "FOLDER/"),
                KEYS);
    }

    private static List<String> with(List<String> line, String... more) {
        return Stream.concat(line.stream(), Stream.of(more)).toList();
    }

    /** The same with one more variable in its environment. */
    Tool with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Tool(name, upload, download, more);
    }

    /** Whether it looks at nothing but lists: plain rclone asks for each object, and Caravan is measured while it runs. */
    boolean listsOnly() {
        return !name.equals("caravan") && !name.equals("rclone");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    Measured run(List<String> line, Path folder, String prefix, String endpoint, Path log) throws Exception {
        List<String> filled = line.stream()
                .map(word -> word.replace("FOLDER", folder.toString())
                        .replace("PREFIX", prefix)
                        .replace("ENDPOINT", endpoint))
                .toList();
        Files.createDirectories(folder);
        return Command.run(filled, environment, log);
    }

    /** The process of a Caravan that goes on. */
    static Process continuous(Path folder, String prefix, String endpoint, Path log, String... options)
            throws IOException {
        List<String> line = new ArrayList<>(caravan().upload());
        line.remove("--once");
        line.replaceAll(word -> word.replace("FOLDER", folder.toString())
                .replace("PREFIX", prefix)
                .replace("ENDPOINT", endpoint));
        line.addAll(List.of(options));
        return Command.start(line, KEYS, log);
    }
}
