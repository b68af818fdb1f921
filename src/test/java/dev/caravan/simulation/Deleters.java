package dev.caravan.simulation;

import dev.caravan.mount.Side;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** People who write, move and delete on both sides, few paths or many, and tell an oracle what they meant. */
final class Deleters {
    private static final List<String> DIRECTORIES = List.of("", "a/", "b/", "b/c/", "disk/");
    /** It and its conflict copies are nobody's concern here, and Caravan counts them. */
    private static final String GROWING = "growing.";

    static final String LOG = GROWING + "log";

    private final Random random;
    private final Path folder;
    private final S3Server s3;
    private final Sync sync;
    private final Disks disks;
    private final DeletionOracle oracle;
    private final List<String> story;
    private String prefix = "p/";
    private final Map<String, String> lastDeleted = new LinkedHashMap<>();
    private int contents;

    /** @param story where they tell what they do */
    Deleters(
            Random random,
            Path folder,
            S3Server s3,
            Sync sync,
            Disks disks,
            DeletionOracle oracle,
            List<String> story) {
        this.random = random;
        this.folder = folder;
        this.s3 = s3;
        this.sync = sync;
        this.disks = disks;
        this.oracle = oracle;
        this.story = story;
    }

    String prefix() {
        return prefix;
    }

    /** From now on the mount lies below another prefix, and so does what they do. */
    void below(String other) {
        prefix = other;
    }

    /** Begins a file that grows with every request. */
    void beginLog() throws IOException {
        Files.writeString(folder.resolve(LOG), "log");
    }

    /** How many files the one that grows has become, with its conflict copies on both sides. */
    int logs() throws IOException {
        Set<String> all = new HashSet<>(sync.files().keySet());
        all.addAll(s3.contents(prefix).keySet());
        all.removeIf(path -> !path.startsWith(GROWING));
        return all.size();
    }

    void grow() {
        try {
            if (Files.exists(folder.resolve(LOG))) {
                Files.writeString(folder.resolve(LOG), "more\n", StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteLocally(int percent) throws IOException {
        List<String> gone = some(new ArrayList<>(localFiles().keySet()), percent);
        story.add("people delete in the folder " + gone);
        lastDeleted.clear();
        for (String path : gone) {
            lastDeleted.put(path, Files.readString(folder.resolve(path)));
        }
        for (String path : gone) {
            deleteFile(path);
        }
    }

    /** What was deleted in the folder last is there again. */
    void writeAgain() throws IOException {
        story.add("people write again " + lastDeleted.keySet());
        for (Map.Entry<String, String> file : lastDeleted.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    void deleteAgain() throws IOException {
        story.add("people delete again " + lastDeleted.keySet());
        for (String path : lastDeleted.keySet()) {
            deleteFile(path);
        }
    }

    void deleteRemotely(int percent) {
        List<String> gone = some(new ArrayList<>(remoteFiles().keySet()), percent);
        story.add("people delete in S3 " + gone);
        for (String path : gone) {
            deleteObject(path);
        }
    }

    List<String> some(List<String> all, int percent) {
        Collections.shuffle(all, random);
        return new ArrayList<>(all.subList(0, all.size() * percent / 100));
    }

    void writeSome(boolean alike) throws IOException {
        String same = alike ? content() : "";
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            String path = newPath();
            String content = alike ? same : content();
            if (random.nextBoolean()) {
                story.add("people write in the folder " + path + " = " + content);
                write(path, content);
            } else {
                story.add("people put in S3 " + path + " = " + content);
                String before = s3.memory().swap(S3Server.BUCKET, prefix + path, content);
                oracle.writtenByPeople(Side.REMOTE, path, content, before);
            }
        }
    }

    /** Files of one content, whenever that is. */
    void writeAlike(int count) throws IOException {
        story.add("people write in the folder " + count + " files that are alike");
        for (int i = 0; i < count; i++) {
            write(newPath(), "content alike!");
        }
    }

    void move(int count) throws IOException {
        List<String> all = new ArrayList<>(localFiles().keySet());
        Collections.shuffle(all, random);
        for (String path : all.subList(0, Math.min(count, all.size()))) {
            String target = DIRECTORIES.get(random.nextInt(4)) + "moved" + contents++;
            story.add("people move in the folder " + path + " to " + target);
            String content = Files.readString(folder.resolve(path));
            Files.createDirectories(folder.resolve(target).getParent());
            Files.move(folder.resolve(path), folder.resolve(target));
            oracle.deletedByPeople(Side.LOCAL, path, content);
            oracle.writtenByPeople(Side.LOCAL, target, content, null);
        }
    }

    void touch(int percent) throws IOException {
        List<String> some = some(new ArrayList<>(localFiles().keySet()), percent);
        story.add("people touch in the folder " + some);
        for (String path : some) {
            Files.setLastModifiedTime(folder.resolve(path), FileTime.from(Instant.now()));
        }
    }

    /** The same paths on both sides. */
    void deleteOnBothSides(int percent) throws IOException {
        List<String> gone = some(new ArrayList<>(localFiles().keySet()), percent);
        story.add("people delete on both sides " + gone);
        for (String path : gone) {
            deleteFile(path);
            deleteObject(path);
        }
    }

    private void deleteFile(String path) throws IOException {
        String content = Files.readString(folder.resolve(path));
        Files.delete(folder.resolve(path));
        oracle.deletedByPeople(Side.LOCAL, path, content);
    }

    private void deleteObject(String path) {
        String content = s3.memory().swap(S3Server.BUCKET, prefix + path, null);
        if (content != null) {
            oracle.deletedByPeople(Side.REMOTE, path, content);
        }
    }

    void plantMarkers() {
        story.add("people make directory markers in S3");
        for (int i = 0; i < 30; i++) {
            s3.memory().plant(S3Server.BUCKET, prefix + "marker" + i + "/", "");
        }
    }

    String newPath() {
        return DIRECTORIES.get(random.nextInt(disks.isAway() ? 4 : 5)) + "f" + random.nextInt(12);
    }

    String content() {
        return String.format("content %06d", contents++);
    }

    void write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        String before = Files.exists(file) ? Files.readString(file) : null;
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        oracle.writtenByPeople(Side.LOCAL, path, content, before);
    }

    Map<String, String> localFiles() throws IOException {
        Map<String, String> all = new HashMap<>(sync.files());
        all.keySet().removeIf(path -> path.startsWith(GROWING));
        return all;
    }

    Map<String, String> remoteFiles() {
        Map<String, String> all = new HashMap<>(s3.contents(prefix));
        all.keySet().removeIf(key -> key.endsWith("/") || key.startsWith(GROWING));
        return all;
    }
}
