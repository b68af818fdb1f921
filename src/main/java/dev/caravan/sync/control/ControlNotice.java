package dev.caravan.sync.control;

import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState.Phase;
import dev.caravan.status.Occurrence;
import dev.caravan.status.ProgramEvent;
import dev.caravan.sync.pass.MountSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Says beside the index of a mount, and in the user's state directory, how its Caravan is reached, once it has begun. */
public final class ControlNotice implements EventListener {
    /** Once in a pass, so that a quiet one costs no more than it must. */
    private static final Set<Phase> WORTH_A_LOOK = Set.of(Phase.LISTING, Phase.WAITING, Phase.HALTED);

    private final ControlServer server;
    private final MountSync sync;
    private final UserState user;
    private boolean failed;

    public ControlNotice(ControlServer server, MountSync sync, UserState user) {
        this.server = server;
        this.sync = sync;
        this.user = user;
    }

    @Override
    public synchronized void on(Occurrence occurrence) {
        if (!(occurrence.event() instanceof MountEvent.StateChanged changed)
                || !WORTH_A_LOOK.contains(changed.now().phase())) {
            return;
        }
        // one that has not got the mount open must not speak for the one that has
        boolean open = sync.session().current().isPresent();
        Path folder = sync.mount().folder();
        try {
            server.announce(user.newControlFile(folder), open);
            failed = false;
        } catch (IOException e) {
            report(e);
        }
        try {
            Path state = user.stateOf(folder, sync.mount().index());
            if (open && Files.isDirectory(state)) {
                server.announce(StateDirectory.controlFile(state), true);
            }
        } catch (IOException e) {
            // the user's own directory has it
        }
    }

    /** Once, until it works again. */
    private void report(IOException why) {
        boolean isNew = !failed;
        failed = true;
        if (isNew) {
            sync.journal().publish(new ProgramEvent.ControlUnavailable(String.valueOf(why.getMessage())));
        }
    }
}
