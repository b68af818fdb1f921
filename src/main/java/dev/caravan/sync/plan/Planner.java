package dev.caravan.sync.plan;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.status.Event;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes plans: begins a pass on a copy of what the mount remembers, decides about each path, and leaves it at that. */
public final class Planner {
    private final LookOnly looks;

    public Planner(Clients clients, Environment environment) {
        this.looks = new LookOnly(clients, environment);
    }

    /**
     * Plans the next pass that lists the bucket. The steps of the user's routes have no say in it.
     *
     * @param steps takes each step as soon as it is known
     * @throws MountException if the pass could not begin, saying why
     */
    public Plan plan(Mount mount, Consumer<PlannedStep> steps) throws IOException {
        List<String> notes = new ArrayList<>();
        return looks.with(
                mount, occurrence -> note(occurrence.event(), notes), sync -> new PlannedPass(sync, steps).run(notes));
    }

    private static void note(Event event, List<String> notes) {
        boolean worthIt = event instanceof MountEvent.FirstRunStarted
                || event instanceof MountEvent.NewestSideFound
                || event instanceof MountEvent.IndexRebuilt;
        if (worthIt) {
            notes.add(event.text());
        }
    }
}
