package dev.caravan.sync.pass;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.Limiter;
import dev.caravan.remote.client.RequestBudget;
import dev.caravan.remote.client.RequestCounts;
import dev.caravan.status.Journal;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Problems;
import dev.caravan.status.Suggestions;
import dev.caravan.sync.look.BucketEvents;
import dev.caravan.sync.look.ListingSchedule;
import dev.caravan.sync.session.ConflictMemory;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.EventFeed;
import dev.caravan.sync.session.HistoryKeeper;
import dev.caravan.sync.session.MountOpener;
import dev.caravan.sync.session.Session;
import dev.caravan.sync.session.StateAccess;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds a {@link MountSync} for each mount, from what all mounts share. */
public final class MountSyncFactory {
    private final Clients clients;
    private final Environment environment;
    private final PassOptions options;
    private final BooleanSupplier stopping;

    public MountSyncFactory(Clients clients, Environment environment, PassOptions options, BooleanSupplier stopping) {
        this.clients = clients;
        this.environment = environment;
        this.options = options;
        this.stopping = stopping;
    }

    public MountSync of(Mount mount) {
        return of(mount, new Journal(mount.name(), options.clock()), StateAccess.EXCLUSIVE);
    }

    /** A mount whose passes are told to this journal, and that gets at its state in this way. */
    public MountSync of(Mount mount, Journal journal, StateAccess access) {
        MountActivity activity = new MountActivity();
        journal.add(activity);
        Problems problems = new Problems(journal);
        Limiter limiter = limiter(mount, journal, access);
        S3Client client = clients.client(mount.store(), limiter);
        InFlight inFlight = new InFlight(stopping, limiter.budget()::isSpent);
        RetryQueue retries = new RetryQueue(inFlight, options.pauses());
        Session session = new Session(
                new MountOpener(mount, client, limiter, environment, journal, problems, retries::follow, access),
                journal);
        EventFeed feed = new EventFeed(session::ledger);
        HistoryKeeper history = new HistoryKeeper(
                session::ledger,
                limiter.counts(),
                activity,
                mount.limits().budget().isPresent());
        if (!access.looksOnly()) {
            journal.add(feed);
            journal.add(new ConflictMemory(session::ledger));
            journal.add(history);
            session.beforeClose(feed::write);
            session.beforeClose(() -> history.write(options.clock().instant()));
        }
        MountStanding standing = new MountStanding(mount, session, activity);
        journal.add(standing);
        FirstRuns firstRuns = new FirstRuns(mount, journal, options.initialSource());
        ListingSchedule listings = new ListingSchedule(mount.listing(), journal, options.clock());
        BucketEvents events = new BucketEvents(mount.location(), listings, journal);
        Refusals refusals = new Refusals();
        Failures failures =
                new Failures(mount, session, inFlight, retries, firstRuns, journal, problems, refusals, options.once());
        Pass pass = new Pass(
                mount,
                session,
                firstRuns,
                journal,
                new Suggestions(mount.name(), options.commandOptions()),
                problems,
                listings,
                events,
                inFlight,
                retries,
                refusals,
                limiter.budget(),
                options);
        return new MountSync(
                mount,
                client,
                journal,
                activity,
                standing,
                feed,
                history,
                limiter,
                session,
                pass,
                new Pace(journal, options.clock()),
                inFlight,
                retries,
                failures,
                events);
    }

    /** Looking at a mount is not held up by a budget. */
    private Limiter limiter(Mount mount, Journal journal, StateAccess access) {
        OptionalLong limit =
                access.looksOnly() ? OptionalLong.empty() : mount.limits().budget();
        RequestBudget budget =
                new RequestBudget(limit, options.clock(), spent -> journal.publish(new MountEvent.BudgetSpent(spent)));
        return new Limiter(mount.limits(), new RequestCounts(), budget, stopping);
    }
}
