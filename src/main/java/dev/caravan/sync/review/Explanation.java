package dev.caravan.sync.review;

import dev.caravan.index.Entry;
import dev.caravan.index.FeedEvent;
import dev.caravan.index.Held;
import dev.caravan.index.Ledger;
import dev.caravan.local.FileStat;
import dev.caravan.local.Ignores;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.Mount;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.PlannedStep;
import dev.caravan.sync.plan.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** All that is known of one path, each under its heading. */
public record Explanation(ReviewedMount reviewed, String path, Map<String, String> lines) {
    private static final int LAST_EVENTS = 50;

    /** Looks at all that is known of a path, which need not be there. */
    public static Explanation of(ReviewedMount reviewed, String path, S3Client client, Planner planner)
            throws IOException {
        Mount mount = reviewed.mount();
        Map<String, String> lines = new LinkedHashMap<>();
        Explanation explanation = new Explanation(reviewed, path, lines);
        if (isDirectory(mount, path)) {
            lines.put("folder", "a directory");
            lines.put("next", "nothing: a directory is there for its files, so ask about one of these");
            return explanation;
        }
        Optional<String> fault = PathRules.fault(path);
        if (fault.isPresent()) {
            lines.put("next", "nothing: it " + fault.get() + ", so it can be no file of both sides");
            lines.put("do", "give it another name");
            return explanation;
        }
        RelativePath relative = new RelativePath(path);
        lines.put("folder", local(mount, relative));
        lines.put("s3", remote(mount, relative, client));
        explanation.addIndex(relative);
        Optional<String> pattern = new Ignores(mount.ignore()).patternThatHides(path);
        if (pattern.isPresent()) {
            lines.put(
                    "ignored",
                    "by the pattern '" + pattern.get() + "'"
                            + (mount.ignore().contains(pattern.get())
                                    ? " of " + reviewed.setting("ignore")
                                    : ", always"));
            lines.put("next", "nothing: it is left alone on both sides, and never deleted");
            return explanation;
        }
        explanation.addPlan(relative, planner);
        return explanation;
    }

    private static boolean isDirectory(Mount mount, String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty()
                || (PathRules.fault(bare).isEmpty()
                        && Files.isDirectory(mount.folder().resolve(bare), LinkOption.NOFOLLOW_LINKS));
    }

    private static String local(Mount mount, RelativePath path) {
        try {
            FileStat seen = FileStat.of(mount.folder().resolve(path.value()));
            return switch (seen.kind()) {
                case FILE -> version(seen.version());
                case DIRECTORY -> "a directory";
                case SYMLINK -> "a symbolic link";
                case SPECIAL -> "a FIFO, a socket or a device";
            };
        } catch (NoSuchFileException e) {
            return "nothing";
        } catch (IOException e) {
            if (Files.notExists(mount.folder().resolve(path.value()), LinkOption.NOFOLLOW_LINKS)) {
                return "nothing"; // a file stands where its directory was
            }
            return "cannot be looked at: " + e.getMessage();
        }
    }

    private static String remote(Mount mount, RelativePath path, S3Client client) {
        Bucket bucket = new Bucket(client, mount.location(), mount.objects());
        return bucket.head(path)
                .map(ObjectHead::version)
                .map(Explanation::version)
                .orElse("nothing");
    }

    private Mount mount() {
        return reviewed.mount();
    }

    private void addIndex(RelativePath path) throws IOException {
        try (Ledger ledger = reviewed.ledger().orElse(null)) {
            if (ledger == null) {
                lines.put("index", "none yet: the mount has never been synchronized");
                return;
            }
            lines.put("index", ledger.entry(path).map(Explanation::entry).orElse("nothing"));
            addLast(ledger.events().of(path.value(), LAST_EVENTS));
        }
    }

    /** What was done last, and what failed since, if anything did. */
    private void addLast(List<FeedEvent> events) {
        for (FeedEvent event : events) {
            boolean failed = event.level().equals("ERROR");
            if (failed && !lines.containsKey("error")) {
                lines.put("error", told(event));
            } else if (!failed) {
                lines.put("last", told(event));
                return;
            }
        }
    }

    private static String told(FeedEvent event) {
        return event.time().truncatedTo(ChronoUnit.SECONDS) + " " + event.text();
    }

    private static String entry(Entry entry) {
        String sides = (entry.local() == null ? "no file" : "file of " + version(entry.local())) + "; "
                + (entry.remote() == null ? "no object" : "object of " + version(entry.remote()));
        return switch (entry.standing()) {
            case SETTLED -> (entry.both() ? "in step: " : "left as it is: ") + sides;
            case UNLIKE -> "unlike on purpose, after an undo or a rejected deletion: " + sides;
            case EXTRA -> "on the losing side of the first run alone: " + sides;
        };
    }

    private static String version(LocalVersion version) {
        return version.equals(LocalVersion.NONE)
                ? "nothing that was sent"
                : HumanFormat.size(version.size()) + ", modified "
                        + Instant.ofEpochSecond(0, version.modified()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String version(RemoteVersion version) {
        return HumanFormat.size(version.size()) + ", ETag " + version.etag() + ", stored " + version.modified()
                + (version.archived() ? ", archived" : "");
    }

    private void addPlan(RelativePath path, Planner planner) throws IOException {
        List<PlannedStep> steps = new ArrayList<>();
        Plan plan = planner.plan(mount(), step -> {
            if (step.path().equals(path)) {
                steps.add(step);
            }
        });
        @Nullable
        Held held = plan.held().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElse(null);
        String problem = plan.problems().get(path.value());
        if (!steps.isEmpty()) {
            PlannedStep step = steps.get(0);
            lines.put("next", step.action().word() + ": " + PlanJson.why(step));
        } else if (held != null) {
            boolean isHeld = isHeld(path);
            lines.put(
                    "next",
                    "nothing yet: its deletion " + held.side().where() + (isHeld ? " is" : " would be")
                            + " held because " + held.why());
            lines.put(
                    "do",
                    !isHeld
                            ? "let a pass hold it, then decide: " + reviewed.line("run --once --mount")
                            : reviewed.line("approve", path) + " to delete it, or " + reviewed.line("reject", path)
                                    + " to restore it");
        } else if (problem != null) {
            lines.put("next", "nothing: " + problem);
            lines.put("do", "remove the cause, or leave the path out with mounts." + mount() + ".ignore");
        } else {
            lines.put("next", nothing());
        }
    }

    private boolean isHeld(RelativePath path) throws IOException {
        try (Ledger ledger = reviewed.ledger().orElse(null)) {
            return ledger != null && ledger.held().find(path).isPresent();
        }
    }

    private String nothing() {
        boolean nowhere = "nothing".equals(lines.get("folder")) && "nothing".equals(lines.get("s3"));
        if (nowhere) {
            return "nothing: neither side holds it";
        }
        return String.valueOf(lines.get("index")).startsWith("in step")
                ? "nothing: it is in step"
                : "nothing: the direction or the deletions of the mount leave it as it is";
    }

    public String text() {
        StringBuilder text = new StringBuilder(HumanFormat.visible(path) + " of mount " + mount());
        lines.forEach(
                (name, value) -> text.append(String.format("%n  %-8s %s", name.equals("s3") ? "S3" : name, value)));
        return text.toString();
    }

    public JsonObject json() {
        JsonObject all = new JsonObject();
        all.put("mount", mount().name().value());
        all.put("path", path);
        all.putAll(lines);
        return all;
    }
}
