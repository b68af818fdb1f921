package dev.caravan.sync.control;

import static dev.caravan.sync.control.ApiCall.Parameter.needed;
import static dev.caravan.sync.control.ApiCall.Parameter.number;
import static dev.caravan.sync.control.ApiCall.Parameter.text;

import dev.caravan.index.EventRecords;
import dev.caravan.index.Verdict;
import dev.caravan.sync.session.EventFeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** All that can be asked of a running Caravan: docs/operations.md lists the same. */
final class ControlApi {
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_HOURS = 30 * 24;

    private final List<MountDesk> desks;
    private final Tokens tokens;
    private final EventStream stream;
    private final List<ApiCall> calls = new ArrayList<>();

    /** Each of them looks at both sides of a mount, as a pass does. */
    private final Semaphore looks = new Semaphore(1);

    ControlApi(List<MountDesk> desks, Tokens tokens) {
        this.desks = desks;
        this.tokens = tokens;
        this.stream = new EventStream(desks.stream().map(MountDesk::mount).toList(), this::status);
        addCallsOfAll();
        addCallsOfOne();
        addDecisions();
    }

    List<ApiCall> calls() {
        return calls;
    }

    void close() {
        stream.close();
    }

    private void addCallsOfAll() {
        get("status", "How all mounts stand.", List.of(), (request, mount) -> request.answer(200, status()));
        get(
                "openapi.json",
                "This document.",
                List.of(),
                (request, mount) -> request.answer(200, OpenApi.document(calls)));
        get(
                "events",
                "The first events behind an id, of all mounts.",
                List.of(
                        number("since", "the id; 0 for the oldest that is kept"),
                        number("limit", "how many at most"),
                        text("tell", "brief: without what is about one path and went well")),
                this::events);
        get(
                "stream",
                "Server-sent events: status, happened, gap.",
                List.of(number("since", "the id of the last event that is known; those from now on if left out")),
                (request, mount) -> stream.follow(request));
        post("page-token", "A token that opens the page, once, within five minutes.", List.of(), (request, mount) -> {
            if (!tokens.isMain(request.authorization())) {
                throw new ControlException(403, "a page cannot open another one: caravan page does");
            }
            request.answer(200, token(tokens.forOneTime()));
        });
    }

    private void addCallsOfOne() {
        one(
                "",
                "How the mount stands.",
                List.of(),
                (desk, request) -> desk.mount().status());
        one(
                "/events",
                "The newest events of the mount, the newest first.",
                List.of(
                        number("before", "only those before this id"),
                        text("path", "only those whose path contains this"),
                        number("limit", "how many at most")),
                (desk, request) -> desk.events(
                        request.number("before", Long.MAX_VALUE / 10, Long.MAX_VALUE),
                        request.parameter("path").orElse(""),
                        (int) request.number("limit", 100, EventRecords.KEPT)));
        one("/held", "The deletions that are held.", List.of(), (desk, request) -> desk.held());
        one("/conflicts", "The conflict copies, each with its file.", List.of(), (desk, request) -> desk.conflicts());
        one("/problems", "The paths that cannot be brought in step.", List.of(), (desk, request) -> desk.problems());
        one("/trash", "What lies in the local trash.", List.of(), (desk, request) -> desk.trash());
        one(
                "/undo",
                "What an undo would bring back.",
                List.of(text("since", "a time; the last pass that deleted or replaced something if left out")),
                (desk, request) -> looking(() -> desk.prospect(request.parameter("since"))));
        one("/plan", "What the next pass would do.", List.of(), (desk, request) -> looking(desk::plan));
        one("/why", "All that is known of a path.", List.of(needed("path", "string", "the path")), (desk, request) -> {
            String path =
                    request.parameter("path").orElseThrow(() -> new ControlException(400, "the query lacks 'path'"));
            return looking(() -> desk.why(path));
        });
        one(
                "/history",
                "What went on, in spans of five minutes.",
                List.of(number("hours", "how far back, at most 720")),
                (desk, request) -> desk.history(request.number("hours", 24, MOST_HOURS)));
    }

    private void addDecisions() {
        post(
                "mounts/" + ApiCall.MOUNT + "/sync-now",
                "Makes a pass at once; 409 while it is paused, or its budget is spent.",
                List.of(),
                (request, mount) -> {
                    ControlledMount controlled = desk(mount).mount();
                    String obstacle = controlled.obstacle();
                    OptionalLong before = controlled.syncNow();
                    JsonObject status = controlled.status();
                    before.ifPresentOrElse(
                            number -> status.put("passBefore", number), () -> status.put("message", obstacle));
                    request.answer(before.isPresent() ? 200 : 409, status);
                });
        steer("/pause", "Begins no further pass.", List.of(), (desk, body) -> {
            desk.mount().pause();
            return desk.mount().status();
        });
        steer("/resume", "Makes passes again.", List.of(), (desk, body) -> {
            desk.mount().resume();
            return desk.mount().status();
        });
        List<ApiCall.Parameter> paths = List.of(needed("paths", "array", "the paths, as they are listed"));
        List<ApiCall.Parameter> held = List.of(
                needed("paths", "array", "the paths, as they are listed"),
                text("side", "the side that they are listed with; those that are held on the other one are left"));
        steer(
                "/approve",
                "Carries out deletions that are held.",
                held,
                (desk, body) -> desk.decide(
                        Verdict.APPROVED,
                        ControlRequest.texts(body, "paths"),
                        Optional.ofNullable(body.getString("side"))));
        steer(
                "/reject",
                "Restores paths whose deletion is held.",
                held,
                (desk, body) -> desk.decide(
                        Verdict.REJECTED,
                        ControlRequest.texts(body, "paths"),
                        Optional.ofNullable(body.getString("side"))));
        steer(
                "/settle",
                "Settles a conflict: what is not kept goes to the trash.",
                List.of(
                        needed("copy", "string", "the conflict copy, as it is listed"),
                        needed("keep", "string", "file, copy, both, local or s3")),
                (desk, body) -> desk.settle(ControlRequest.text(body, "copy"), ControlRequest.text(body, "keep")));
        steer(
                "/restore",
                "Brings back files from the local trash.",
                paths,
                (desk, body) -> desk.restore(ControlRequest.texts(body, "paths")));
        steer(
                "/undo",
                "Brings back what passes deleted or replaced.",
                List.of(
                        text("since", "a time; the last pass that deleted or replaced something if left out"),
                        text("until", "only what passes before this time did, as the preview tells it")),
                (desk, body) -> desk.undo(
                        Optional.ofNullable(body.getString("since")), Optional.ofNullable(body.getString("until"))));
    }

    private void get(String path, String what, List<ApiCall.Parameter> parameters, ApiCall.Handler handler) {
        calls.add(new ApiCall("GET", path, what, parameters, handler));
    }

    private void post(String path, String what, List<ApiCall.Parameter> parameters, ApiCall.Handler handler) {
        calls.add(new ApiCall("POST", path, what, parameters, handler));
    }

    private interface Question {
        JsonObject answer(MountDesk desk, ControlRequest request) throws IOException, ControlException;
    }

    private void one(String path, String what, List<ApiCall.Parameter> parameters, Question question) {
        get(
                "mounts/" + ApiCall.MOUNT + path,
                what,
                parameters,
                (request, mount) -> request.answer(200, question.answer(desk(mount), request)));
    }

    private interface Order {
        JsonObject carryOut(MountDesk desk, JsonObject body) throws IOException, ControlException;
    }

    private void steer(String path, String what, List<ApiCall.Parameter> parameters, Order order) {
        post(
                "mounts/" + ApiCall.MOUNT + path,
                what,
                parameters,
                (request, mount) -> request.answer(200, order.carryOut(desk(mount), request.body())));
    }

    private interface Look {
        JsonObject look() throws IOException, ControlException;
    }

    private JsonObject looking(Look look) throws IOException, ControlException {
        if (!looks.tryAcquire()) {
            throw new ControlException(409, "somebody else has it look at both sides just now: ask again in a moment");
        }
        try {
            return look.look();
        } finally {
            looks.release();
        }
    }

    private MountDesk desk(String mount) throws ControlException {
        return desks.stream()
                .filter(desk -> desk.mount().name().equals(mount))
                .findFirst()
                .orElseThrow(() -> new ControlException(404, "there is no mount of this name"));
    }

    private JsonObject status() {
        JsonObject all = new JsonObject();
        JsonArray each = new JsonArray();
        desks.forEach(desk -> each.add(desk.mount().status()));
        all.put("process", ProcessHandle.current().pid());
        all.put("lastEvent", EventFeed.horizon());
        all.put("mounts", each);
        return all;
    }

    private void events(ControlRequest request, String mount) throws IOException, ControlException {
        int limit = (int) request.number("limit", MOST_EVENTS, MOST_EVENTS);
        EventStream.Batch batch = stream.after(request.number("since", 0, Long.MAX_VALUE), limit);
        JsonObject answer = new JsonObject();
        boolean brief = request.parameter("tell").equals(Optional.of("brief"));
        answer.put(
                "events",
                new JsonArray(batch.events().stream()
                        .filter(event -> !brief || isBrief(event))
                        .toList()));
        answer.put("last", batch.last());
        answer.put("complete", batch.complete());
        request.answer(200, answer);
    }

    private static boolean isBrief(JsonObject event) {
        return String.valueOf(event.getString("path")).isEmpty() || !"INFO".equals(event.getString("level"));
    }

    static JsonObject token(String token) {
        JsonObject answer = new JsonObject();
        answer.put("token", token);
        return answer;
    }
}
