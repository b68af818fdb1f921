package dev.caravan.cli;

import dev.caravan.config.Settings;
import dev.caravan.index.Ledger;
import dev.caravan.local.FolderFacts;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.local.UserState;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.Mount;
import dev.caravan.remote.AccessProbe;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.MinimalPolicy;
import dev.caravan.remote.QueueErrors;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.StoreCases;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.session.FolderCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code caravan doctor}: looks at mounts, and changes nothing that lasts. */
@Command(
        name = "doctor",
        description =
                "Examines one mount or all: the folder, the bucket, what its credentials may do, the trash, what is held.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "What the credentials may do is tried with an object below .caravan/ in the mount's prefix, which is removed again; of a"
                    + " mount that only downloads nothing is written. Exit code 1: something is wrong.",
            "",
            "Example: caravan doctor photos"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final long LITTLE_ROOM = 10_000_000;

    @Parameters(arity = "0..1", paramLabel = "MOUNT", description = "The name of a mount; all where it is left out.")
    private @Nullable String name;

    @Option(
            names = "--store",
            description = "Try how the store handles the requests that Caravan relies on, with objects of its own below"
                    + " .caravan-doctor/ in the mount's prefix, which are removed afterwards.")
    private boolean store;

    @Option(names = "--no-probe", description = "Write nothing: what the credentials may do is not tried.")
    private boolean noProbe;

    @Option(names = "--policy", description = "Only print the IAM policy that a mount needs.")
    private boolean policy;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean ill;

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        List<Mount> mounts = name == null ? settings.mounts() : List.of(options.mount(name));
        if (policy) {
            mounts.forEach(mount -> out().println(new MinimalPolicy(mount).json()));
            return CaravanCommand.DONE;
        }
        try (Clients clients = new Clients(settings.concurrency(), new PreparedPuts())) {
            for (Mount mount : mounts) {
                out().println(mount);
                try {
                    examine(mount, clients);
                } catch (IOException | RuntimeException e) {
                    ill = true;
                    say("fault", S3Errors.explain(mount, e));
                }
            }
        }
        return ill ? CaravanCommand.FAILED : CaravanCommand.DONE;
    }

    private void examine(Mount mount, Clients clients) throws IOException {
        folder(mount);
        Bucket bucket = new Bucket(clients.client(mount.store()), mount.location(), mount.objects());
        boolean reachable = bucket(mount, bucket);
        events(mount, clients);
        if (reachable && !noProbe) {
            access(mount, clients);
        }
        if (store && reachable) {
            String prefix = mount.location().prefix() + ".caravan-doctor/";
            new StoreCases(clients.client(mount.store()), mount.location().bucket(), prefix)
                    .run()
                    .forEach((what, outcome) -> say("store", what + ": " + outcome));
        }
        ledger(mount, reachable ? bucket : null);
    }

    private void access(Mount mount, Clients clients) {
        String name = UUID.randomUUID().toString();
        List<AccessProbe.Finding> findings =
                new AccessProbe(clients.client(mount.store()), mount, name, Clock.systemUTC()).run();
        List<String> granted = new ArrayList<>();
        boolean lacks = false;
        for (AccessProbe.Finding finding : findings) {
            ill |= finding.isFault();
            lacks |= finding.lacks().isPresent();
            if (finding.text().endsWith(": granted")) {
                granted.add(finding.text().substring(0, finding.text().indexOf(',')));
            } else {
                say(finding.about(), finding.text());
            }
        }
        if (!granted.isEmpty()) {
            say("access", String.join(", ", granted) + ": granted");
        }
        if (lacks) {
            sayPolicy(mount);
        }
    }

    private void sayPolicy(Mount mount) {
        say("policy", "this is what the mount needs:");
        out().println(new MinimalPolicy(mount).json());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void say(String what, String pathState) {
        out().printf("  %-10s %s%n", what, pathState);
    }

    private void folder(Mount mount) throws IOException {
        Path folder = mount.folder();
        Optional<String> fault = FolderCheck.fault(mount, new UserState(System.getenv()));
        ill |= fault.isPresent();
        String well = Files.isWritable(folder) ? ": readable and writable" : ": readable, its state lies elsewhere";
        boolean noDirectory = !Files.isDirectory(folder) || !Files.isReadable(folder);
        say(
                "folder",
                folder
                        + fault.map(why -> noDirectory
                                        ? ": is not a directory that can be read and written: " + why
                                        : ": " + why)
                                .orElse(well));
        if (fault.isEmpty() && Files.getFileStore(folder).getUsableSpace() < LITTLE_ROOM) {
            ill = true;
            say("space", "there is hardly any room left: downloads, the index and the trash need some");
        }
        FolderFacts.of(mount, MountOptions.state(mount), HumanFormat::size).forEach(this::say);
        boolean running = StateDirectory.isOpen(MountOptions.state(mount))
                || MountStatus.client(mount).status().isPresent();
        say("running", running ? "yes" : "no");
    }

    private boolean bucket(Mount mount, Bucket bucket) {
        try {
            bucket.list(null);
            say("bucket", mount.location() + ": reachable");
        } catch (SdkException e) {
            ill = true;
            say("bucket", S3Errors.explain(mount, e));
            if (S3Errors.status(e) == 403) {
                sayPolicy(mount);
            }
            return false;
        }
        if (mount.policy().direction() == Direction.DOWNLOAD) {
            return true; // nothing is deleted or replaced there
        }
        say("versions", versions(mount, bucket));
        return true;
    }

    private static String versions(Mount mount, Bucket bucket) {
        try {
            boolean trash = mount.deletionSafety().trashPrefix().isPresent();
            return versions(mount, bucket.keepsVersions(), trash);
        } catch (SdkException e) {
            return "unknown: "
                    + (S3Errors.status(e) == 403
                            ? "the credentials lack s3:GetBucketVersioning"
                            : S3Errors.explain(mount, e));
        }
    }

    private void events(Mount mount, Clients clients) {
        if (mount.listing().events().isEmpty()) {
            return;
        }
        try {
            clients.peek(mount);
            say("events", mount.listing().events().get() + ": readable");
        } catch (SdkException e) {
            ill = true;
            say("events", QueueErrors.explain(mount, e));
        }
    }

    private static String versions(Mount mount, boolean on, boolean trash) {
        if (on) {
            return "on: what is deleted or replaced in S3 can be brought back";
        }
        return trash
                ? "off, but there is a trash-prefix: what is deleted or replaced in S3 can be brought back"
                : "off: what you " + (mount.policy().deletions() == Deletions.KEEP ? "" : "delete or ")
                        + "change in the folder is gone from S3 for good. Turn versioning on: aws s3api"
                        + " put-bucket-versioning --bucket " + mount.location().bucket()
                        + S3Errors.endpointOption(mount)
                        + " --versioning-configuration Status=Enabled; or set mounts." + mount + ".trash-prefix";
    }

    private void ledger(Mount mount, @Nullable Bucket bucket) throws IOException {
        if (!Files.exists(MountOptions.index(mount))) {
            boolean known = new UserState(System.getenv()).remembers(mount.folder());
            say("index", known ? "none, although it was synchronized before" : "none: it has never been synchronized");
            return;
        }
        try (Ledger ledger = options.ledger(mount)) {
            say("index", index(mount, ledger, bucket));
            int unlike = ledger.unlike().size();
            if (unlike > 0) {
                say(
                        "unlike",
                        HumanFormat.count(unlike, "path") + " unlike on purpose, after an undo or a rejected deletion");
            }
            ledger.undo()
                    .asked()
                    .ifPresent(
                            asked -> say("undo", "requested for what went since " + asked.since() + ", not done yet"));
            say("held", HumanFormat.count(ledger.held().all().size(), "deletion"));
            say("problems", HumanFormat.count(ledger.problems().all().size(), "path"));
        }
        List<Trash.Found> bins =
                StateDirectory.trashOf(MountOptions.state(mount)).found();
        long bytes = 0;
        for (Trash.Found bin : bins) {
            bytes += bin.bytes();
        }
        say("trash", HumanFormat.size(bytes) + " of " + bins.size() + (bins.size() == 1 ? " pass" : " passes"));
    }

    private static String index(Mount mount, Ledger ledger, @Nullable Bucket bucket) {
        if (bucket == null) {
            return HumanFormat.count(ledger.inStep(), "path")
                    + " were in step at the last pass; whether they are now is not known, as the bucket cannot be listed";
        }
        try {
            Confirmation now = Confirmation.of(mount, ledger, bucket);
            return HumanFormat.count(now.inStep(), "path") + " in step"
                    + (now.changed() > 0 ? ", and " + now.changed() + " changed since the last pass" : "")
                    + "; the next pass finds what is new on either side";
        } catch (SdkException e) {
            return "cannot be compared with the bucket: " + S3Errors.explain(mount, e);
        }
    }
}
