package dev.caravan.simulation;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** People on both sides, who create, edit, touch, rename and delete; and who remember what they did not throw away. */
final class Users {
    private static final List<String> PATHS = List.of(
            "a",
            "b.txt",
            "d/c",
            "d/e/f",
            "d/e/g g",
            "h+&?#%",
            "\u00fc\u00f1\u00ee",
            "t",
            "t/u",
            "t/u/v",
            "d/conflict.md",
            "z\nz");

    private final Random random;
    private final Path folder;
    private final S3Server s3;
    private String prefix = "p/";
    private final List<String> story = new ArrayList<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> remoteOnes = new HashSet<>();
    private boolean usesBackslashes;
    private int contents;

    Users(Random random, Path folder, S3Server s3) {
        this.random = random;
        this.folder = folder;
        this.s3 = s3;
    }

    /** What was done, in order. */
    List<String> story() {
        return story;
    }

    /** Every content that nobody threw away. */
    Set<String> wanted() {
        return wanted;
    }

    /** From now on they put and delete objects below another prefix. */
    void below(String other) {
        prefix = other;
    }

    /** Two directories trade places, their files with all their times. */
    void swapDirectories() throws IOException {
        Path one = folder.resolve("d");
        Path other = folder.resolve("t");
        if (Files.isDirectory(one) && Files.isDirectory(other)) {
            story.add("local swap of d and t");
            Path aside = folder.resolve("aside-for-a-moment");
            Files.move(one, aside);
            Files.move(other, one);
            Files.move(aside, other);
        }
    }

    /** Two directories whose files have the same names, sizes and times trade places, as in a roll-back; first they are made. */
    void swapTwins() throws IOException {
        Path one = folder.resolve("twins/one");
        Path other = folder.resolve("twins/other");
        if (Files.isDirectory(one) && Files.isDirectory(other)) {
            story.add("local swap of twins");
            Path aside = folder.resolve("twins/aside");
            Files.move(one, aside);
            Files.move(other, one);
            Files.move(aside, other);
            return;
        }
        story.add("local write of twins");
        List<Path> files = new ArrayList<>();
        for (String name : List.of("x", "y", "z")) {
            for (Path directory : List.of(one, other)) {
                Files.createDirectories(directory);
                Path file = directory.resolve(name);
                discard(file);
                files.add(Files.writeString(file, content()));
            }
        }
        // all in one tick of the clock, so that their change times are the same, too
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }
    }

    /** Files whose content is the same and of no interest. */
    void writeAlike() throws IOException {
        story.add("local write of files that are alike");
        for (int i = 0; i < 6; i++) {
            Path file = folder.resolve("alike/" + i);
            clearWay(file);
            discard(file);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content alike!");
        }
    }

    void deleteAlike() throws IOException {
        Path directory = folder.resolve("alike");
        if (Files.isDirectory(directory)) {
            story.add("local delete of files that are alike");
            try (Stream<Path> all = Files.list(directory)) {
                for (Path file : all.sorted().limit(4).toList()) {
                    discard(file);
                }
            }
        }
    }

    /** A directory beside one of the same name with a slash. */
    void useBackslashes() throws IOException {
        story.add("local write of d\\\\x/y");
        usesBackslashes = true;
        Path file = folder.resolve("d\\x/y");
        discard(file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content());
    }

    boolean usesBackslashes() {
        return usesBackslashes;
    }

    /** Somebody gave up a content, wherever it lay. */
    void throwAway(String content) {
        wanted.remove(content);
    }

    void plantMarkers() {
        story.add("remote directory markers");
        for (int i = 0; i < 4; i++) {
            s3.memory().plant(S3Server.BUCKET, prefix + "marker" + i + "/", "");
        }
    }

    void actRemotely(int times) {
        for (int i = 0; i < times; i++) {
            actRemotely();
        }
    }

    /** Whether a content came into being in the bucket. */
    boolean isRemote(String content) {
        return remoteOnes.contains(content);
    }

    void act(int times) {
        for (int i = 0; i < times; i++) {
            try {
                if (random.nextInt(5) < 3) {
                    actLocally();
                } else {
                    actRemotely();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Somebody acts at the very object that a request is about. */
    void actAt(String key) {
        if (!key.startsWith(prefix)) {
            return;
        }
        String path = key.substring(prefix.length());
        try {
            switch (random.nextInt(4)) {
                case 0 -> {
                    Path file = folder.resolve(path);
                    clearWay(file);
                    write(path, file);
                }
                case 1 -> put(key, null);
                default -> put(key, content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path() {
        return PATHS.get(random.nextInt(PATHS.size()));
    }

    /** Contents are all of one size, so that only times and checksums tell them apart. */
    private String content() {
        String content = String.format("content %06d", contents++);
        wanted.add(content);
        return content;
    }

    private void actLocally() throws IOException {
        String path = path();
        Path file = folder.resolve(path);
        clearWay(file);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> write(path, file);
            case 3 -> keepTimes(path, file);
            case 4 -> touch(path, file);
            case 5 -> rename(path, file);
            default -> {
                story.add("local delete " + path);
                discard(file);
            }
        }
    }

    /** Throws away a file where a directory is needed; returns whether there was one. */
    private boolean clearWay(Path file) throws IOException {
        Path way = folder;
        for (Path segment : folder.relativize(file.getParent())) {
            way = way.resolve(segment);
            if (Files.isRegularFile(way)) {
                discard(way);
                return true;
            }
        }
        return false;
    }

    private void write(String path, Path file) throws IOException {
        discard(file);
        String content = content();
        story.add("local write " + path + " = " + content);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        if (random.nextInt(3) == 0) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }
    }

    private void keepTimes(String path, Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            FileTime time = Files.getLastModifiedTime(file);
            write(path, file);
            Files.setLastModifiedTime(file, time);
        }
    }

    private void touch(String path, Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            story.add("local touch " + path);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
    }

    private void rename(String path, Path file) throws IOException {
        Path target = folder.resolve(path());
        if (Files.exists(file) && !target.startsWith(file) && !file.startsWith(target)) {
            story.add("local rename " + path + " to " + folder.relativize(target));
            if (clearWay(target)) {
                return;
            }
            discard(target);
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Throws away a file, or a directory with what is in it. */
    private void discard(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(file)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(each)) {
                    wanted.remove(Files.readString(each));
                }
                Files.delete(each);
            }
        }
    }

    private void actRemotely() {
        String key = prefix + path();
        String content = random.nextInt(3) < 2 ? content() : null;
        put(key, content);
    }

    private void put(String key, String content) {
        story.add(content == null ? "remote delete " + key : "remote put " + key + " = " + content);
        if (content != null) {
            remoteOnes.add(content);
        }
        String before = s3.memory().swap(S3Server.BUCKET, key, content);
        if (before != null) {
            wanted.remove(before);
        }
    }
}
