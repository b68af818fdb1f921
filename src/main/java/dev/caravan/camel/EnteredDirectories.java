package dev.caravan.camel;

import dev.caravan.sync.look.LocalLook;
import java.io.File;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Keeps the scan out of ignored directories and of symbolic links. */
public final class EnteredDirectories {
    private final Supplier<LocalLook> look;

    EnteredDirectories(Supplier<LocalLook> look) {
        this.look = look;
    }

    /** Whether the scan goes into the directory in the exchange. */
    public boolean enters(Exchange exchange) {
        return look.get().enters(exchange.getMessage().getBody(File.class).getPath());
    }
}
