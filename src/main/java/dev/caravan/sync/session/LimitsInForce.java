package dev.caravan.sync.session;

import dev.caravan.config.Timetables;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Limits;
import java.util.function.Supplier;

/** The limits of a mount: those of its settings, unless somebody changed them since with {@code caravan limit}. */
public final class LimitsInForce implements Supplier<Limits> {
    private final Limits settings;
    private final Ledger ledger;

    public LimitsInForce(Limits settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
    }

    @Override
    public Limits get() {
        return new Limits(
                ledger.limit(Ledger.LimitKind.BANDWIDTH)
                        .map(Timetables::bandwidth)
                        .orElse(settings.bandwidth()),
                ledger.limit(Ledger.LimitKind.REQUESTS)
                        .map(Timetables::requests)
                        .orElse(settings.requests()),
                settings.budget());
    }
}
