package dev.caravan.sync.plan;

import dev.caravan.local.ConflictNames;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.MountName;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.transfer.Decision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** The steps of a plan that was written down as JSON: what may be carried out, as long as both sides are what they were then. */
public final class PlannedSteps implements BiPredicate<MountName, Decision> {
    private final Map<String, PlannedStep> steps = new HashMap<>();
    private final Set<String> mounts = new TreeSet<>();

    private PlannedSteps() {}

    /**
     * Reads a plan.
     *
     * @throws IOException also if a line is none of a plan
     */
    public static PlannedSteps read(Path file) throws IOException {
        PlannedSteps all = new PlannedSteps();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    all.add(line);
                }
            }
        } catch (DeserializationException | RuntimeException e) {
            throw new IOException(
                    "line " + number + " of '" + file + "' is not of a plan that 'caravan plan --json' wrote", e);
        }
        return all;
    }

    private void add(String text) throws DeserializationException {
        JsonObject line = (JsonObject) Jsoner.deserialize(text);
        String mount = Objects.requireNonNull(line.getString("mount"), "mount");
        mounts.add(mount);
        if (!Objects.requireNonNull(line.getString("kind"), "kind").equals("step")) {
            return;
        }
        RelativePath path = new RelativePath(line.getString("path"));
        Action action =
                Action.valueOf(line.getString("action").toUpperCase(Locale.ROOT).replace('-', '_'));
        steps.put(
                key(mount, path),
                new PlannedStep(
                        action,
                        path,
                        Change.ABSENT,
                        Change.ABSENT,
                        file(line.getMap("local")),
                        object(line.getMap("remote"))));
    }

    private static @Nullable LocalVersion file(Map<String, Object> side) {
        return side.containsKey("size")
                ? new LocalVersion(
                        number(side, "size"), number(side, "modified"), number(side, "changed"), number(side, "inode"))
                : null;
    }

    private static @Nullable RemoteVersion object(Map<String, Object> side) {
        return side.containsKey("etag")
                ? new RemoteVersion(String.valueOf(side.get("etag")), number(side, "size"), Instant.EPOCH, false)
                : null;
    }

    private static long number(Map<String, Object> side, String name) {
        return ((Number) Objects.requireNonNull(side.get(name), name)).longValue();
    }

    private static String key(String mount, RelativePath path) {
        return mount + "/" + path;
    }

    /** The mounts that it is about. */
    public Set<String> mounts() {
        return mounts;
    }

    public int size() {
        return steps.size();
    }

    /** Whether it sends the new copy that a conflict of the plan left. */
    private boolean followsFromConflict(MountName mount, Decision decision) {
        boolean isNew =
                decision.pathState().entry() == null && decision.pathState().remote() == null;
        return decision.action() == Action.UPLOAD
                && isNew
                && ConflictNames.originalOf(decision.pathState().path())
                        .map(original -> steps.get(key(mount.value(), original)))
                        .filter(step -> step.action() == Action.CONFLICT)
                        .isPresent();
    }

    /** Whether a step is in the plan, and both sides are what they were. A conflict copy follows from its conflict. */
    @Override
    public boolean test(MountName mount, Decision decision) {
        RelativePath path = decision.pathState().path();
        PlannedStep step = steps.get(key(mount.value(), path));
        if (step == null) {
            return followsFromConflict(mount, decision);
        }
        LocalVersion local = decision.pathState().local();
        RemoteVersion remote = decision.pathState().remote();
        boolean sameObject = remote == null ? step.object() == null : remote.same(step.object());
        return step.action() == decision.action() && Objects.equals(local, step.file()) && sameObject;
    }
}
