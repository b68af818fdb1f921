package dev.caravan.sync.plan;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.status.EventListener;
import dev.caravan.status.Journal;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.MountSyncFactory;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.FolderCheck;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.util.Optional;

/** Opens mounts to look at them, whether or not a Caravan has them open: on copies of all that they remember. */
final class LookOnly {
    private final Clients clients;
    private final Environment environment;

    LookOnly(Clients clients, Environment environment) {
        this.clients = clients;
        this.environment = environment;
    }

    /** What somebody does with a mount that is opened so. */
    interface Work<T> {
        T on(MountSync sync) throws IOException;
    }

    /**
     * Opens a mount, and closes it afterwards.
     *
     * @param listener is told what happens
     * @throws MountException if no pass could begin, saying why
     */
    <T> T with(Mount mount, EventListener listener, Work<T> work) throws IOException {
        Optional<String> fault = FolderCheck.fault(mount, environment.user());
        if (fault.isPresent()) {
            throw new MountException("Mount '" + mount.name() + "' cannot be looked at: " + fault.get() + ".");
        }
        try (Scratch scratch = Scratch.of(mount, environment)) {
            Journal journal = Journal.silent(mount.name(), environment.clock());
            journal.add(listener);
            PassOptions options = new PassOptions(null, false, "", environment.clock(), Pauses.NONE);
            MountSync sync = new MountSyncFactory(clients, scratch.environment(environment), options, () -> false)
                    .of(scratch.mount(), journal, (directory, trashBytes) -> scratch.state(trashBytes));
            try {
                return work.on(sync);
            } finally {
                sync.session().close();
            }
        }
    }
}
