package dev.caravan.camel;

import dev.caravan.mount.Side;
import dev.caravan.pass.Pass;
import dev.caravan.status.PathEvent;
import dev.caravan.transfer.ObjectBackup;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Keeps a copy of an object that is to be replaced or deleted, where its content would else be lost. */
public final class BackupSteps {
    private final Pass pass;

    BackupSteps(Pass pass) {
        this.pass = pass;
    }

    public void backUp(Exchange exchange) throws IOException {
        PathState pathState = UploadSteps.pathState(exchange);
        if (pathState.remote() == null) {
            return;
        }
        if (!exchange.getProperty(Headers.KEPT, false, Boolean.class)) {
            Optional<ObjectBackup.Kept> kept = pass.open().backup().keep(pathState, pass.remoteBin());
            kept.filter(copy -> copy.isNew() && !pathState.remoteWasInStep())
                    .ifPresent(copy -> pass.journal()
                            .publish(new PathEvent.SetAside(pathState.path(), Side.REMOTE, copy.where())));
        }
        pass.replaces(pathState.path(), pathState.remote());
    }
}
