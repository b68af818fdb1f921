package dev.caravan.pass;

import dev.caravan.local.UserState;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Mount;
import dev.caravan.remote.Clients;
import dev.caravan.remote.Limiter;
import dev.caravan.remote.Parallel;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
import dev.caravan.status.Suggestions;
import dev.caravan.transfer.Sizes;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds the passes of mounts from what they share. */
public final class PassFactory {
    private final Clients clients;
    private final Parallel parallel;
    private final Sizes sizes;
    private final Function<String, @Nullable String> typeOfName;
    private final @Nullable InitialDirection initialSource;
    private final boolean once;
    private final String commandOptions;
    private final Clock clock;
    private final Pauses pauses;
    private final BooleanSupplier stopping;

    /**
     * What all mounts share.
     *
     * @param initialSource the winner of a first run, if the user named one for this run of the program
     * @param once whether each mount gets one pass only
     * @param commandOptions that a command needs to find the same settings, with a blank before
     */
    public PassFactory(
            Clients clients,
            Parallel parallel,
            Sizes sizes,
            Function<String, @Nullable String> typeOfName,
            @Nullable InitialDirection initialSource,
            boolean once,
            String commandOptions,
            Clock clock,
            Pauses pauses,
            BooleanSupplier stopping) {
        this.clients = clients;
        this.parallel = parallel;
        this.sizes = sizes;
        this.typeOfName = typeOfName;
        this.initialSource = initialSource;
        this.once = once;
        this.commandOptions = commandOptions;
        this.clock = clock;
        this.pauses = pauses;
        this.stopping = stopping;
    }

    public Pass passOf(Mount mount) {
        Journal journal = new Journal(mount.name(), clock);
        Problems problems = new Problems(journal);
        Limiter limiter = new Limiter(mount.limits(), stopping);
        S3Client client = clients.client(mount.store(), limiter);
        MountOpener opener = new MountOpener(
                mount,
                client,
                limiter,
                parallel,
                sizes,
                typeOfName,
                journal,
                problems,
                new UserState(System.getenv()),
                clock);
        FirstRuns firstRuns = new FirstRuns(mount, journal, initialSource);
        return new Pass(
                mount,
                client,
                opener,
                firstRuns,
                journal,
                new Suggestions(mount.name(), commandOptions),
                problems,
                new InFlight(stopping, pauses),
                clock,
                pauses,
                once);
    }
}
