package dev.caravan.sync.plan;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.status.Event;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.MountSyncFactory;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.FolderCheck;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes plans: begins a pass on a copy of what the mount remembers, decides about each path, and leaves it at that. */
public final class Planner {
    private final Clients clients;
    private final Environment environment;

    public Planner(Clients clients, Environment environment) {
        this.clients = clients;
        this.environment = environment;
    }

    /**
     * Plans the next pass that lists the bucket. The steps of the user's routes have no say in it.
     *
     * @param steps takes each step as soon as it is known
     * @throws MountException if the pass could not begin, saying why
     */
    public Plan plan(Mount mount, Consumer<PlannedStep> steps) throws IOException {
        Optional<String> fault = FolderCheck.fault(mount, environment.user());
        if (fault.isPresent()) {
            throw new MountException("Cannot start mount '" + mount.name() + "': " + fault.get() + ".");
        }
        try (Scratch scratch = Scratch.of(mount, environment.user())) {
            List<String> notes = new ArrayList<>();
            Journal journal = Journal.silent(mount.name(), environment.clock());
            journal.add(occurrence -> note(occurrence.event(), notes));
            PassOptions options = new PassOptions(null, false, "", environment.clock(), Pauses.NONE);
            MountSync sync = new MountSyncFactory(clients, scratch.environment(environment), options, () -> false)
                    .of(scratch.mount(), journal, (directory, trashBytes) -> scratch.state(trashBytes));
            try {
                return new PlannedPass(sync, steps).run(notes);
            } finally {
                sync.session().close();
            }
        }
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
