package dev.caravan.sync.control;

import dev.caravan.index.FeedEvent;
import dev.caravan.index.Held;
import dev.caravan.index.HistorySpan;
import dev.caravan.index.Ledger;
import dev.caravan.index.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Side;
import dev.caravan.sync.plan.LookFault;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.review.ConflictReview;
import dev.caravan.sync.review.Explanation;
import dev.caravan.sync.review.PlanJson;
import dev.caravan.sync.review.Prospect;
import dev.caravan.sync.review.ReviewedMount;
import dev.caravan.sync.review.TrashedFile;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import software.amazon.awssdk.core.exception.SdkException;

/** What a person looks at and decides about one mount, as the API hands it out and takes it. */
public final class MountDesk {
    private static final int MOST_STEPS = 1_000;

    private final ControlledMount controlled;
    private final ReviewedMount reviewed;
    private final Planner planner;
    private final Clock clock;

    public MountDesk(ControlledMount controlled, ReviewedMount reviewed, Planner planner, Clock clock) {
        this.controlled = controlled;
        this.reviewed = reviewed;
        this.planner = planner;
        this.clock = clock;
    }

    ControlledMount mount() {
        return controlled;
    }

    private Mount of() {
        return reviewed.mount();
    }

    private interface Review {
        JsonObject of(Ledger ledger) throws IOException, ControlException;
    }

    private JsonObject with(Review review) throws IOException, ControlException {
        try (Ledger ledger = reviewed.ledger().orElse(null)) {
            if (ledger == null) {
                throw new ControlException(
                        409, "the mount has no index yet: no pass has begun, or its folder is not there");
            }
            return review.of(ledger);
        }
    }

    private static JsonObject list(String name, List<?> some) {
        JsonObject all = new JsonObject();
        all.put(name, new JsonArray(some));
        return all;
    }

    /** The newest events before an id. */
    JsonObject events(long before, String part, int limit) {
        List<FeedEvent> events = controlled.feed().before(before, part, limit);
        return list(
                "events",
                events.stream()
                        .map(event -> EventStream.json(controlled.name(), event))
                        .toList());
    }

    JsonObject held() throws IOException, ControlException {
        return with(ledger -> {
            return list(
                    "held", ledger.held().all().stream().map(MountDesk::json).toList());
        });
    }

    private static String side(Held held) {
        return held.side() == Side.LOCAL ? "folder" : "s3";
    }

    private static JsonObject json(Held held) {
        JsonObject line = new JsonObject();
        line.put("path", held.path().value());
        line.put("side", side(held));
        line.put("where", held.side().where());
        line.put("why", held.why());
        line.put("since", held.since().toString());
        if (held.verdict() != null) {
            line.put("verdict", held.verdict().name().toLowerCase(Locale.ROOT));
        }
        return line;
    }

    /**
     * Decides about these paths and no others, and has a pass carry it out.
     *
     * @param side that they were shown to be held on; empty for whichever
     */
    JsonObject decide(Verdict verdict, List<String> paths, Optional<String> side) throws IOException, ControlException {
        if (side.filter(word -> !List.of("folder", "s3").contains(word)).isPresent()) {
            throw new ControlException(400, "side = '" + side.get() + "' is neither folder nor s3");
        }
        return with(ledger -> {
            Set<String> named = new HashSet<>(paths);
            List<Held> some = ledger.held().all().stream()
                    .filter(held -> named.contains(held.path().value()))
                    .filter(held -> side.isEmpty() || side.get().equals(side(held)))
                    .toList();
            ledger.held().decide(verdict, some);
            controlled.wake();
            return done(some.size());
        });
    }

    private static JsonObject done(int count) {
        JsonObject done = new JsonObject();
        done.put("done", count);
        return done;
    }

    JsonObject conflicts() throws IOException, ControlException {
        return with(ledger -> list("conflicts", new ConflictReview(reviewed).json(ledger)));
    }

    JsonObject settle(String copy, String keep) throws IOException, ControlException {
        ConflictReview.Kept kept = java.util.Arrays.stream(ConflictReview.Kept.values())
                .filter(each -> each.toString().equals(keep))
                .findFirst()
                .orElseThrow(() ->
                        new ControlException(400, "keep = '" + keep + "' is none of file, copy, both, local, s3"));
        return with(ledger -> {
            try {
                String done = new ConflictReview(reviewed).settle(ledger, copy, kept, clock.instant());
                controlled.wake();
                return ControlRequest.message(done);
            } catch (NoSuchElementException e) {
                throw new ControlException(404, "'" + copy + "' " + e.getMessage());
            }
        });
    }

    JsonObject problems() throws IOException, ControlException {
        return with(ledger -> {
            List<JsonObject> all = new ArrayList<>();
            ledger.problems().all().forEach((path, why) -> {
                JsonObject line = new JsonObject();
                line.put("path", path);
                line.put("why", why);
                all.add(line);
            });
            return list("problems", all);
        });
    }

    JsonObject trash() throws IOException {
        return list(
                "trash",
                TrashedFile.of(reviewed).stream()
                        .map(each -> each.json(reviewed))
                        .toList());
    }

    /** Brings back the newest version of each of these paths. */
    JsonObject restore(List<String> paths) throws IOException {
        Set<String> named = new HashSet<>(paths);
        List<TrashedFile> some = TrashedFile.newest(TrashedFile.of(reviewed).stream()
                .filter(each -> named.contains(each.path().value()))
                .toList());
        List<JsonObject> failed = new ArrayList<>();
        for (TrashedFile each : some) {
            try {
                each.restore(reviewed);
            } catch (IOException e) {
                JsonObject line = new JsonObject();
                line.put("path", each.path().value());
                line.put("why", String.valueOf(e.getMessage()));
                failed.add(line);
            }
        }
        controlled.wake();
        JsonObject answer = list("failed", failed);
        answer.put("done", some.size() - failed.size());
        return answer;
    }

    /** What an undo would bring back; of the last pass that deleted or replaced something if no time is given. */
    JsonObject prospect(Optional<String> since) throws IOException, ControlException {
        Optional<Instant> from = time("since", since);
        return with(ledger -> list(
                "undo",
                prospect(ledger, from, Optional.empty())
                        .map(each -> each.json(of()))
                        .orElse(List.of())));
    }

    private Optional<Prospect> prospect(Ledger ledger, Optional<Instant> from, Optional<Instant> before)
            throws IOException {
        return Prospect.of(reviewed, ledger, from, before, clock.instant(), controlled.client());
    }

    private static Optional<Instant> time(String name, Optional<String> text) throws ControlException {
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new ControlException(
                    400, name + " = '" + text.orElse("") + "' is no time such as 2026-11-22T08:00:00Z");
        }
    }

    /** Asks for an undo: of just what was looked at, if both times of that are given. */
    JsonObject undo(Optional<String> since, Optional<String> until) throws IOException, ControlException {
        Optional<Instant> from = time("since", since);
        Optional<Instant> before = time("until", until);
        return with(ledger -> {
            Prospect prospect = prospect(ledger, from, before).orElse(null);
            if (prospect == null || prospect.isNothing() || prospect.isHopeless()) {
                throw new ControlException(409, "nothing that was deleted or replaced can be brought back");
            }
            ledger.undo().ask(prospect.request());
            controlled.wake();
            return ControlRequest.message(prospect.told());
        });
    }

    /** What the next pass would do: its first steps, and what all come to. */
    JsonObject plan() throws IOException, ControlException {
        PlanJson json = new PlanJson(of());
        List<JsonObject> lines = new ArrayList<>();
        long[] more = new long[1];
        try {
            Plan plan = planner.plan(of(), step -> {
                if (lines.size() < MOST_STEPS) {
                    lines.add(json.step(step));
                } else {
                    more[0]++;
                }
            });
            lines.addAll(json.rest(plan));
        } catch (MountException | SdkException e) {
            throw new ControlException(409, LookFault.of(of(), e));
        }
        JsonObject answer = list("plan", lines);
        answer.put("more", more[0]);
        return answer;
    }

    JsonObject why(String path) throws IOException, ControlException {
        try {
            return Explanation.of(reviewed, path, controlled.client(), planner).json();
        } catch (MountException | SdkException e) {
            throw new ControlException(409, LookFault.of(of(), e));
        }
    }

    /** What went on in the last hours, span by span. */
    JsonObject history(long hours) throws IOException, ControlException {
        Instant now = clock.instant();
        Instant since = now.minus(Duration.ofHours(hours));
        controlled.writeSpan(now);
        return with(ledger -> {
            JsonObject answer = list(
                    "history",
                    ledger.history().since(since).stream().map(MountDesk::json).toList());
            answer.put("spanSeconds", HistorySpan.LENGTH.toSeconds());
            return answer;
        });
    }

    private static JsonObject json(HistorySpan span) {
        JsonObject line = new JsonObject();
        line.put("start", span.start().toString());
        line.put("uploaded", span.uploaded());
        line.put("downloaded", span.downloaded());
        line.put("bytesToS3", span.bytesUp());
        line.put("bytesToFolder", span.bytesDown());
        line.put("deleted", span.deleted());
        line.put("failed", span.failed());
        line.put("requestsWrite", span.requests().write());
        line.put("requestsRead", span.requests().read());
        line.put("requestsFree", span.requests().free());
        line.put("cost", span.requests().dollars());
        line.put("oldestSeconds", span.oldest().toSeconds());
        return line;
    }
}
