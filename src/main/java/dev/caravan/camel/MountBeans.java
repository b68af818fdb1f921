package dev.caravan.camel;

import dev.caravan.local.Folder;
import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.PassOutcome;
import dev.caravan.sync.look.LocalLook;
import dev.caravan.sync.look.RemoteLook;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.sync.session.Session;
import dev.caravan.transfer.Conflicts;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.MirroredDeletions;
import dev.caravan.transfer.ObjectBackup;
import dev.caravan.transfer.Uploads;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Binds the beans of a mount, named {@code caravan-<mount>-<what>}, as the route templates call them. */
final class MountBeans {
    private final OwnBeans beans;
    private final PreparedPuts puts;

    MountBeans(OwnBeans beans, PreparedPuts puts) {
        this.beans = beans;
        this.puts = puts;
    }

    void bind(MountSync sync, PassSchedule schedule, Consumer<PassOutcome> ended) {
        bindPass(sync, schedule, ended);
        bindPaths(sync);
    }

    /** What the routes of a pass call. */
    private void bindPass(MountSync sync, PassSchedule schedule, Consumer<PassOutcome> ended) {
        Mount mount = sync.mount();
        MountName name = mount.name();
        Supplier<LocalLook> folder = sync.session().part(open -> open.looks().local());
        Supplier<RemoteLook> list = sync.session().part(open -> open.looks().remote());
        Supplier<Bucket> bucket = sync.session().part(OpenMount::bucket);
        bind(mount, "schedule", schedule);
        bind(mount, "pass", new PassSteps(sync.pass(), ended));
        bind(
                mount,
                "in-flight",
                new InFlightSteps(name, sync.inFlight(), sync.retries(), sync.failures(), sync.journal()));
        bind(mount, "s3", sync.client());
        bind(mount, "listing", new ListSteps(bucket, list, sync.inFlight()));
        bind(mount, "events", new EventSteps(mount, sync.events(), list, sync.inFlight()));
        bind(mount, "scan", new FolderScan(name, folder, sync.inFlight(), sync.journal()));
        bind(mount, "files-in-step", new FilesInStep(folder));
        bind(mount, "objects-in-step", new ObjectsInStep(list));
        bind(mount, "directories", new EnteredDirectories(folder));
        bind(mount, "files-in-flight", new PathsInFlight());
        bind(mount, "paths-in-flight", new PathsInFlight());
    }

    /** What the routes of a path call. */
    private void bindPaths(MountSync sync) {
        Mount mount = sync.mount();
        Session session = sync.session();
        Supplier<Folder> folder = session.part(OpenMount::folder);
        Supplier<Uploads> uploads = session.part(open -> open.transfers().uploads());
        Supplier<Downloads> downloads = session.part(open -> open.transfers().downloads());
        Supplier<MirroredDeletions> deletions =
                session.part(open -> open.transfers().deletions());
        Supplier<Conflicts> conflicts = session.part(open -> open.transfers().conflicts());
        Supplier<ObjectBackup> backup = session.part(open -> open.transfers().backup());
        bind(mount, "reconcile", new ReconcileSteps(sync.pass()::decisions, folder, mount.location()));
        bind(mount, "backup", new BackupSteps(backup));
        bind(mount, "upload", new UploadSteps(uploads, puts));
        bind(mount, "download", new DownloadSteps(downloads));
        bind(mount, "delete", new DeleteSteps(deletions));
        bind(mount, "conflict", new ConflictSteps(conflicts));
        bind(mount, "failure", new FailureSteps(sync.failures(), uploads, deletions));
        bind(mount, "record", new RecordSteps(session.part(OpenMount::index)));
        bind(mount, "report", new ReportSteps(sync.journal()));
    }

    private void bind(Mount mount, String what, Object bean) {
        beans.bind(MountRoutes.PREFIX + mount.name() + "-" + what, bean);
    }
}
