package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.ConflictNames;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.Event;
import dev.caravan.status.HumanFormat;
import dev.caravan.status.PathEvent;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In situations that people made at random, a pass does what the plan before it said, and nothing else. */
class PlanLifeTest {
    private static final int SITUATIONS = Integer.getInteger("caravan.plans", 50);

    @TempDir
    private Path temp;

    @Test
    void aPassDoesWhatThePlanSaid() throws Exception {
        Random seeds = new Random();
        int steps = 0;
        for (int made = 0; made < SITUATIONS; ) {
            long seed = Long.getLong("caravan.plan.seed", seeds.nextInt(Integer.MAX_VALUE));
            try (Situations some = new Situations(seed, temp.resolve("s" + seed))) {
                for (int i = 0; i < 5; i++, made++) {
                    steps += some.next();
                }
            }
        }
        System.out.println("planned " + SITUATIONS + " passes with " + steps + " steps");
        assertThat(steps).isGreaterThan(SITUATIONS / 2);
    }

    @Test
    void seedsThatOnceFailed() throws Exception {
        for (long seed : List.of(1L, 535801065L, 1014500727L)) {
            try (Situations some = new Situations(seed, temp.resolve("k" + seed))) {
                for (int i = 0; i < 5; i++) {
                    some.next();
                }
            }
        }
    }

    private static final class Situations implements AutoCloseable {
        private final long seed;
        private final Random random;
        private final S3Server s3 = S3Server.start();
        private final Users users;
        private final Sync sync;
        private final Set<String> done = new ConcurrentSkipListSet<>();

        Situations(long seed, Path folder) {
            this.seed = seed;
            this.random = new Random(seed);
            this.sync = Sync.of(s3, folder)
                    .set("s3-client", Lives.client(seed))
                    .plain(true)
                    .impatient()
                    .set("direction", one("two-way", "two-way", "upload", "download"))
                    .set("deletions", one("mirror", "mirror", "mirror", "keep"))
                    .set("conflicts", one("keep-both", "keep-both", "local", "s3", "newer"))
                    .set("initial-direction", one("merge", "local", "s3", "auto"))
                    .set("initial-extras", one("keep", "keep", "trash"))
                    .set("deletion-limit", one("100%", "20%", "0%"))
                    .set("deletion-limit-paths", one("1", "3"))
                    .set("settle", "1ms")
                    .listen(occurrence -> note(occurrence.event()));
            this.users = new Users(random, folder, s3);
        }

        private String one(String... words) {
            return words[random.nextInt(words.length)];
        }

        /** Returns how many steps there were. */
        int next() throws Exception {
            users.act(1 + random.nextInt(8));
            Set<String> clashing = clashing();
            List<JsonObject> plan = plan();
            done.clear();
            sync.once();
            Set<String> held = sync.command("held")
                    .lines()
                    .filter(line -> line.contains("  not deleted "))
                    .map(line -> line.substring(0, line.indexOf("  not deleted ")))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!clashing.isEmpty()) {
                return steps(plan).size(); // what gives way there counts as gone or not, as the guard sees it
            }
            users.story().add("planned " + plan + ", done " + done + ", held " + held);
            Set<String> conflicts = steps(plan).stream()
                    .filter(step -> step.startsWith("conflict "))
                    .map(step -> step.substring("conflict ".length()))
                    .collect(Collectors.toSet());
            assertThat(withoutConflicts(done, conflicts))
                    .as(toString())
                    .isEqualTo(withoutConflicts(steps(plan), conflicts));
            assertThat(done.stream()
                            .filter(step -> step.startsWith("conflict "))
                            .toList())
                    .as(toString())
                    .containsExactlyInAnyOrderElementsOf(
                            conflicts.stream().map(path -> "conflict " + path).toList());
            assertThat(of(plan, "held")).as(toString()).isEqualTo(held);
            return steps(plan).size();
        }

        /** Names that are a file here and a directory there: which gives way is for the pass to find out. */
        private Set<String> clashing() throws Exception {
            Set<String> all = new TreeSet<>(sync.files().keySet());
            s3.memory().contents(S3Server.BUCKET).keySet().forEach(key -> all.add(key.substring(2)));
            return all.stream()
                    .filter(path -> Files.isDirectory(sync.path(path))
                            || all.stream()
                                    .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What becomes of the copies follows from the conflict itself. */
        private static Set<String> withoutConflicts(Set<String> steps, Set<String> conflicts) {
            return steps.stream()
                    .filter(step -> {
                        String path = step.substring(step.indexOf(' ') + 1);
                        return !conflicts.contains(path) && !ConflictNames.isCopy(new RelativePath(path));
                    })
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private List<JsonObject> plan() throws Exception {
            return sync.command("plan", "--json")
                    .lines()
                    .map(line -> Jsoner.deserialize(line, new JsonObject(Map.of("kind", line))))
                    .toList();
        }

        private static Set<String> steps(List<JsonObject> plan) {
            return plan.stream()
                    .filter(line -> "step".equals(line.get("kind")))
                    .map(line -> line.getString("action") + " " + line.getString("path"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static Set<String> of(List<JsonObject> plan, String kind) {
            return plan.stream()
                    .filter(line -> kind.equals(line.get("kind")))
                    .map(line -> HumanFormat.visible(line.getString("path")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private void note(Event event) {
            if (event instanceof PathEvent.Uploaded uploaded) {
                done.add("upload " + uploaded.path());
            } else if (event instanceof PathEvent.Downloaded downloaded) {
                done.add("download " + downloaded.path());
            } else if (event instanceof PathEvent.DeletedLocally deleted) {
                done.add("delete-local " + deleted.path());
            } else if (event instanceof PathEvent.DeletedRemotely deleted) {
                done.add("delete-remote " + deleted.path());
            } else if (event instanceof PathEvent.ConflictKept kept) {
                done.add("conflict " + kept.path());
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + "L\n" + String.join("\n", users.story());
        }

        @Override
        public void close() {
            sync.close();
            s3.close();
        }
    }
}
