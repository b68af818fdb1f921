package dev.caravan.camel;

import dev.caravan.mount.Mount;
import dev.caravan.pass.Pass;
import dev.caravan.pass.PassOutcome;
import dev.caravan.remote.PreparedPuts;
import dev.caravan.transfer.ConflictNames;
import java.util.function.Consumer;

/** Binds the beans of a mount, named {@code caravan-<mount>-<what>}, as the route templates call them. */
final class MountBeans {
    private final OwnBeans beans;
    private final PreparedPuts puts;
    private final ConflictNames conflictNames;

    MountBeans(OwnBeans beans, PreparedPuts puts, ConflictNames conflictNames) {
        this.beans = beans;
        this.puts = puts;
        this.conflictNames = conflictNames;
    }

    void bind(Pass pass, PassSchedule schedule, Consumer<PassOutcome> ended) {
        Mount mount = pass.mount();
        bind(mount, "schedule", schedule);
        bind(mount, "pass", new PassSteps(pass, ended));
        bind(mount, "in-flight", new InFlightSteps(pass));
        bind(mount, "s3", pass.client());
        bind(mount, "listing", new ListSteps(pass));
        bind(mount, "events", new EventSteps(pass));
        bind(mount, "scan", new FolderScan(pass));
        bind(mount, "files-in-step", new FilesInStep(pass));
        bind(mount, "objects-in-step", new ObjectsInStep(pass));
        bind(mount, "directories", new EnteredDirectories(pass));
        bind(mount, "files-in-flight", new PathsInFlight());
        bind(mount, "paths-in-flight", new PathsInFlight());
        bind(mount, "reconcile", new ReconcileSteps(pass));
        UploadSteps uploads = new UploadSteps(pass, puts);
        DeleteSteps deletions = new DeleteSteps(pass);
        bind(mount, "backup", new BackupSteps(pass));
        bind(mount, "upload", uploads);
        bind(mount, "download", new DownloadSteps(pass));
        bind(mount, "delete", deletions);
        bind(mount, "failure", new FailureSteps(pass, uploads, deletions));
        bind(mount, "conflict", new ConflictSteps(pass, conflictNames));
        bind(mount, "record", new RecordSteps(pass));
        bind(mount, "report", new ReportSteps(pass.journal()));
    }

    private void bind(Mount mount, String what, Object bean) {
        beans.bind(MountRoutes.PREFIX + mount.name() + "-" + what, bean);
    }
}
