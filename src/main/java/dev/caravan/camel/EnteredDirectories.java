package dev.caravan.camel;

import dev.caravan.pass.Pass;
import java.io.File;
import org.apache.camel.Exchange;

/** Keeps the scan out of ignored directories and of symbolic links. */
public final class EnteredDirectories {
    private final Pass pass;

    EnteredDirectories(Pass pass) {
        this.pass = pass;
    }

    /** Whether the scan goes into the directory in the exchange. */
    public boolean enters(Exchange exchange) {
        return pass.open()
                .localLook()
                .enters(exchange.getMessage().getBody(File.class).getPath());
    }
}
