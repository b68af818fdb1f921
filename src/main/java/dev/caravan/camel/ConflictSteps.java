package dev.caravan.camel;

import dev.caravan.local.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.pass.Decision;
import dev.caravan.pass.OpenMount;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.status.PathEvent;
import dev.caravan.transfer.ConflictCopies;
import dev.caravan.transfer.ConflictNames;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Keeps both versions of a path: the newer one under its name, the other one beside it as a conflict copy. */
public final class ConflictSteps {
    private final Pass pass;
    private final ConflictNames names;

    ConflictSteps(Pass pass, ConflictNames names) {
        this.pass = pass;
        this.names = names;
    }

    /** Puts the older version aside; what the path itself then needs is the action to go on with. */
    public void setAside(Exchange exchange) throws IOException {
        Decision decision = exchange.getProperty(Headers.DECISION, Decision.class);
        PathState pathState = decision.pathState();
        boolean localWins = pass.localIsNewer(decision);
        if (!ConflictNames.isCopy(pathState.path())) {
            pathState = localWins ? setRemoteAside(pathState) : setLocalAside(pathState);
            exchange.setProperty(Headers.KEPT, true);
        }
        Action next = localWins ? Action.UPLOAD : Action.DOWNLOAD;
        exchange.setProperty(Headers.DECISION, new Decision(pathState, next));
        exchange.getMessage().setHeader(Headers.ACTION, next.word());
    }

    private PathState setLocalAside(PathState pathState) throws IOException {
        LocalVersion local = pathState.localVersion().orElseThrow();
        Instant modified = Instant.ofEpochSecond(0, local.modified());
        OpenMount open = pass.open();
        // where the other version cannot take the name, this one keeps it
        open.folder().checkPlace(pathState.path());
        int number = 1;
        while (open.folder().look(names.of(pathState.path(), modified, number)).isPresent()) {
            number++;
        }
        RelativePath copy = names.of(pathState.path(), modified, number);
        open.folder().rename(pathState.path(), copy, local);
        tell(pathState, copy);
        return new PathState(pathState.path(), pathState.entry(), null, pathState.remote(), pathState.remoteAssumed());
    }

    /** Where that was done before, and what should have followed failed, the copy is there already. */
    private PathState setRemoteAside(PathState pathState) throws IOException {
        Instant modified =
                pathState.remote() == null ? Instant.now() : pathState.remote().modified();
        OpenMount open = pass.open();
        int number = 1;
        RelativePath copy = names.of(pathState.path(), modified, number);
        Optional<LocalVersion> there = open.folder().look(copy);
        while (there.isPresent()) {
            if (open.contents().isIn(copy, there.get(), pathState)) {
                return pathState;
            }
            number++;
            copy = names.of(pathState.path(), modified, number);
            there = open.folder().look(copy);
        }
        open.downloads().receiveAs(pathState, copy, pass.bin());
        tell(pathState, copy);
        return pathState;
    }

    private void tell(PathState pathState, RelativePath copy) throws IOException {
        pass.journal().publish(new PathEvent.ConflictKept(pathState.path(), copy));
        pass.inFlight().follow(copy);
        new ConflictCopies(pass.open().folder(), pass.mount().deletionSafety().conflictCopies())
                .limit(pathState.path(), pass.bin())
                .forEach((old, where) ->
                        pass.journal().publish(new PathEvent.SetAside(old, Side.LOCAL, where.toString())));
    }
}
