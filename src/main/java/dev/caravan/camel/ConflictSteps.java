package dev.caravan.camel;

import dev.caravan.local.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.pass.Decision;
import dev.caravan.pass.OpenMount;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.ConflictCopies;
import dev.caravan.transfer.ConflictNames;
import dev.caravan.transfer.Finding;
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
        Finding finding = decision.finding();
        boolean localWins = pass.localIsNewer(decision);
        if (!ConflictNames.isCopy(finding.path())) {
            finding = localWins ? setRemoteAside(finding) : setLocalAside(finding);
            exchange.setProperty(Headers.KEPT, true);
        }
        Action next = localWins ? Action.UPLOAD : Action.DOWNLOAD;
        exchange.setProperty(Headers.DECISION, new Decision(finding, next));
        exchange.getMessage().setHeader(Headers.ACTION, next.word());
    }

    private Finding setLocalAside(Finding finding) throws IOException {
        LocalVersion local = finding.localVersion().orElseThrow();
        Instant modified = Instant.ofEpochSecond(0, local.modified());
        OpenMount open = pass.open();
        // where the other version cannot take the name, this one keeps it
        open.folder().checkPlace(finding.path());
        int number = 1;
        while (open.folder().look(names.of(finding.path(), modified, number)).isPresent()) {
            number++;
        }
        RelativePath copy = names.of(finding.path(), modified, number);
        open.folder().rename(finding.path(), copy, local);
        tell(finding, copy);
        return new Finding(finding.path(), finding.entry(), null, finding.remote(), finding.remoteAssumed());
    }

    /** Where that was done before, and what should have followed failed, the copy is there already. */
    private Finding setRemoteAside(Finding finding) throws IOException {
        Instant modified =
                finding.remote() == null ? Instant.now() : finding.remote().modified();
        OpenMount open = pass.open();
        int number = 1;
        RelativePath copy = names.of(finding.path(), modified, number);
        Optional<LocalVersion> there = open.folder().look(copy);
        while (there.isPresent()) {
            if (open.contents().isIn(copy, there.get(), finding)) {
                return finding;
            }
            number++;
            copy = names.of(finding.path(), modified, number);
            there = open.folder().look(copy);
        }
        open.downloads().receiveAs(finding, copy, pass.bin());
        tell(finding, copy);
        return finding;
    }

    private void tell(Finding finding, RelativePath copy) throws IOException {
        pass.journal().conflict(finding.path(), copy);
        pass.flight().follow(copy);
        new ConflictCopies(pass.open().folder(), pass.mount().care().conflictCopies())
                .limit(finding.path(), pass.bin())
                .forEach((old, where) -> pass.journal().kept(old, Side.LOCAL, where.toString()));
    }
}
