package dev.caravan.sync.control;

import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.status.EventListener;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.ProgramEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says beside the index of a mount, and in the user's state directory, how its Caravan is reached, once it has begun. */
public final class ControlNotice implements EventListener {
    private final ControlServer server;
    private final Mount mount;
    private final UserState user;
    private final Journal program;
    private boolean failed;

    public ControlNotice(ControlServer server, Mount mount, UserState user, Journal program) {
        this.server = server;
        this.mount = mount;
        this.user = user;
        this.program = program;
    }

    @Override
    public synchronized void on(Occurrence occurrence) {
        if (failed || !(occurrence.event() instanceof MountEvent.StateChanged)) {
            return;
        }
        try {
            Path state = user.stateOf(mount.folder(), mount.index());
            if (Files.isDirectory(state)) {
                server.announce(StateDirectory.controlFile(state));
            }
            server.announce(user.newControlFile(mount.folder()));
        } catch (IOException e) {
            failed = true;
            program.publish(new ProgramEvent.ControlUnavailable(String.valueOf(e.getMessage())));
        }
    }
}
