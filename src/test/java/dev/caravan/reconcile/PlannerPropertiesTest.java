package dev.caravan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Three trees that have something to do with each other: what the index says, the folder, the bucket. Deciding and doing, path
 * by path in any order and again until nothing is left to do, ends; the trees are then equal as far as the policy wants it;
 * and no content is gone that was not in step when somebody gave it up.
 */
class PlannerPropertiesTest {
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int MOST_ROUNDS = 6;

    private final Random random = new Random();

    /** What the index says of a path: the contents that were in step, or of the side that was left alone. */
    private record PlannedRow(String local, String remote, boolean extra) {
        boolean inStep() {
            return local != null && local.equals(remote);
        }
    }

    /** A folder, a bucket and an index, of names and contents, and what was put aside. */
    private static final class World {
        private final Map<String, String> local = new TreeMap<>();
        private final Map<String, String> remote = new TreeMap<>();
        private final Map<String, PlannedRow> index = new TreeMap<>();
        private final Set<String> kept = new HashSet<>();
        private final List<String> story = new ArrayList<>();

        Set<String> paths() {
            Set<String> all = new HashSet<>(local.keySet());
            all.addAll(remote.keySet());
            all.addAll(index.keySet());
            return all;
        }
    }

    @Test
    void endAgreeAndLoseNothing() {
        long end = System.nanoTime() + TIME.toNanos();
        int worlds = 0;
        while (System.nanoTime() < end) {
            long seed = ThreadLocalRandom.current().nextLong();
            random.setSeed(seed);
            live(seed);
            worlds++;
        }
        System.out.println("planned " + worlds + " worlds in " + TIME.toSeconds() + " s");
        assertThat(worlds).isGreaterThan(1_000);
    }

    private void live(long seed) {
        Policy policy = new Policy(
                any(Direction.values()),
                any(InitialDirection.LOCAL, InitialDirection.S3, InitialDirection.MERGE),
                any(InitialExtras.values()),
                any(Deletions.values()),
                any(ConflictPolicy.values()));
        FirstRun first = random.nextInt(3) == 0
                ? new FirstRun(policy.initialDirection(), random.nextInt(4) == 0, random.nextInt(4) == 0)
                : null;
        World world = world(first == null);
        Set<String> before = new HashSet<>(world.local.values());
        before.addAll(world.remote.values());
        before.removeAll(givenUp(world));
        int rounds = 0;
        Reconciler reconciler = new Reconciler(policy, first);
        while (round(reconciler, world, policy) && rounds < MOST_ROUNDS) {
            rounds++;
            // a first run that goes over the index is one pass
            reconciler = first != null && first.overridesIndex() ? new Reconciler(policy, null) : reconciler;
        }
        String story = "seed " + seed + ": " + policy + ", " + first + "\n" + String.join("\n", world.story);
        assertThat(rounds).as(story).isLessThan(MOST_ROUNDS);
        Set<String> after = new HashSet<>(world.local.values());
        after.addAll(world.remote.values());
        after.addAll(world.kept);
        assertThat(after).as(story).containsAll(before);
        boolean equalising = policy.direction() == Direction.TWO_WAY && policy.deletions() == Deletions.MIRROR;
        if (equalising) {
            assertThat(world.local).as(story).isEqualTo(world.remote);
        }
    }

    /** What both sides held and one has changed or deleted since: the copy on the other side is nobody's wish any more. */
    private static Set<String> givenUp(World world) {
        Set<String> all = new HashSet<>();
        world.index.forEach((path, row) -> {
            if (row.inStep()
                    && (!row.local().equals(world.local.get(path))
                            || !row.remote().equals(world.remote.get(path)))) {
                all.add(row.local());
            }
        });
        return all;
    }

    private World world(boolean indexed) {
        World world = new World();
        int contents = 0;
        for (String path : List.of("a", "b", "c", "d", "e")) {
            String common = "common " + path;
            if (indexed && random.nextInt(4) > 0) {
                world.index.put(path, new PlannedRow(common, common, false));
                world.local.put(path, common);
                world.remote.put(path, common);
            }
            contents = change(world.local, path, contents, "local ");
            contents = change(world.remote, path, contents, "remote ");
            if (random.nextInt(8) == 0) {
                world.local.put(path, "alike " + path);
                world.remote.put(path, "alike " + path);
            }
        }
        world.story.add("index " + world.index + "\nlocal " + world.local + "\nremote " + world.remote);
        return world;
    }

    private int change(Map<String, String> side, String path, int number, String what) {
        switch (random.nextInt(4)) {
            case 0 -> side.put(path, what + number);
            case 1 -> side.remove(path);
            default -> {}
        }
        return number + 1;
    }

    /** Every path once, in any order; whether anything was done. */
    private boolean round(Reconciler reconciler, World world, Policy policy) {
        List<String> paths = new ArrayList<>(world.paths());
        Collections.shuffle(paths, random);
        boolean changed = false;
        for (String path : paths) {
            changed |= apply(decide(reconciler, world, path, policy), world, path);
        }
        return changed;
    }

    private Action decide(Reconciler reconciler, World world, String path, Policy policy) {
        PlannedRow row = world.index.get(path);
        String local = world.local.get(path);
        String remote = world.remote.get(path);
        if (row != null && row.extra()) {
            boolean onlyLocal = row.local() != null;
            return policy.deletions() == Deletions.KEEP
                    ? reconciler.left(onlyLocal)
                    : onlyLocal ? Action.DELETE_LOCAL : Action.DELETE_REMOTE;
        }
        Change localChange = Change.between(row == null ? null : row.local(), local, String::equals);
        Change remoteChange = Change.between(row == null ? null : row.remote(), remote, String::equals);
        Action action = reconciler.decide(localChange, remoteChange);
        if (action != Action.COMPARE) {
            return action;
        }
        return local != null && local.equals(remote)
                ? Action.ADOPT
                : reconciler.differing(localChange, remoteChange, random.nextBoolean());
    }

    private static boolean apply(Action action, World world, String path) {
        String local = world.local.get(path);
        String remote = world.remote.get(path);
        PlannedRow row = world.index.get(path);
        boolean remoteInStep = row != null && row.inStep() && row.remote().equals(remote);
        if (action != Action.SKIP) {
            world.story.add(action + " " + path + " (" + local + ", " + remote + ")");
        }
        switch (action) {
            case SKIP -> {
                return false;
            }
            case COMPARE -> throw new IllegalStateException("nothing is compared twice");
            case ADOPT, LEAVE, UNLIKE -> {
                PlannedRow now = new PlannedRow(local, remote, false);
                world.index.put(path, now);
                return !now.equals(row);
            }
            case EXTRA -> world.index.put(path, new PlannedRow(local, remote, true));
            case FORGET -> world.index.remove(path);
            case UPLOAD -> {
                keep(world, remote, !remoteInStep);
                world.remote.put(path, local);
                world.index.put(path, new PlannedRow(local, local, false));
            }
            case DOWNLOAD -> {
                keep(world, local, true);
                world.local.put(path, remote);
                world.index.put(path, new PlannedRow(remote, remote, false));
            }
            case DELETE_LOCAL -> {
                keep(world, local, true);
                world.local.remove(path);
                world.index.remove(path);
            }
            case DELETE_REMOTE -> {
                keep(world, remote, !remoteInStep);
                world.remote.remove(path);
                world.index.remove(path);
            }
            case CONFLICT -> {
                world.local.put(path + ".conflict", local);
                world.local.put(path, remote);
                world.index.put(path, new PlannedRow(remote, remote, false));
            }
        }
        return true;
    }

    private static void keep(World world, String content, boolean needed) {
        if (content != null && needed) {
            world.kept.add(content);
        }
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
