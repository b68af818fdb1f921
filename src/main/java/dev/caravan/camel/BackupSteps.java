package dev.caravan.camel;

import dev.caravan.transfer.ObjectBackup;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Keeps a copy of an object that is to be replaced or deleted, where its content would else be lost. */
public final class BackupSteps {
    private final Supplier<ObjectBackup> backup;

    BackupSteps(Supplier<ObjectBackup> backup) {
        this.backup = backup;
    }

    public void backUp(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        backup.get().beforeLoss(work.pathState(), work.isBackedUp());
    }
}
