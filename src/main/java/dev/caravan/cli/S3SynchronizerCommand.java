package dev.caravan.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan s3-synchronizer}: takes the flags of the program of that name, unchanged. */
@Command(
        name = "s3-synchronizer",
        description = "Takes the flags of the program s3-synchronizer: each mount is downloaded to a folder of its id.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Example: caravan s3-synchronizer -defaultS3Mounts '[{\"id\": \"team\", \"bucket\": \"reports\", \"prefix\": \"team\"}]'"
        })
public final class S3SynchronizerCommand implements Callable<Integer> {
    @Option(
            names = {"-defaultS3Mounts", "--defaultS3Mounts"},
            paramLabel = "JSON",
            required = true,
            description = "The mounts: [{\"id\":\"some-id\",\"bucket\":\"some-s3-bucket-name\",\"prefix\":"
                    + "\"some/s3/prefix/path\",\"writeable\":false,\"kmsKeyId\":\"some-kms-key-arn\"}]. A writeable mount"
                    + " goes both ways.")
    private String defaultS3Mounts = "";

    @Option(
            names = {"-destination", "--destination"},
            paramLabel = "DIR",
            description = "The directory to download to (default: ${DEFAULT-VALUE}).")
    private Path destination = Path.of("./");

    @Option(
            names = {"-concurrency", "--concurrency"},
            paramLabel = "N",
            description = "The number of concurrent transfers (default: ${DEFAULT-VALUE}).")
    private int concurrency = 20;

    @Option(
            names = {"-recurringDownloads", "--recurringDownloads"},
            arity = "0..1",
            fallbackValue = "true",
            description = "Whether to go on synchronizing (default: false).")
    private boolean recurringDownloads;

    @Option(
            names = {"-stopRecurringDownloadsAfter", "--stopRecurringDownloadsAfter"},
            paramLabel = "SECONDS",
            description = "Stop after this long; zero or less means never (default: ${DEFAULT-VALUE}).")
    private long stopRecurringDownloadsAfter = -1;

    @Option(
            names = {"-downloadInterval", "--downloadInterval"},
            paramLabel = "SECONDS",
            description = "The rest between the end of a pass and the start of the next (default: ${DEFAULT-VALUE}).")
    private long downloadInterval = 60;

    @Option(
            names = {"-region", "--region"},
            description = "The AWS region (default: ${DEFAULT-VALUE}).")
    private String region = "us-east-1";

    @Option(
            names = {"-profile", "--profile"},
            description = "The AWS credentials profile.")
    private @Nullable String profile;

    @Option(
            names = {"-debug", "--debug"},
            arity = "0..1",
            fallbackValue = "true",
            description = "Log every decision.")
    private boolean debug;

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("transfers.concurrency", Integer.toString(concurrency));
        List<S3Mount> mounts = S3Mount.parse(defaultS3Mounts);
        if (mounts.isEmpty()) {
            return CaravanCommand.DONE; // as that program does
        }
        for (S3Mount mount : mounts) {
            Path folder = destination.resolve(mount.id());
            Files.createDirectories(folder);
            settings.putAll(settings(mount, folder));
        }
        boolean ends = recurringDownloads && stopRecurringDownloadsAfter > 0;
        Duration stopAfter = ends ? Duration.ofSeconds(stopRecurringDownloadsAfter) : null;
        return new Run(
                        null,
                        null,
                        settings,
                        Set.of(),
                        !recurringDownloads,
                        stopAfter,
                        null,
                        debug ? Logging.Detail.DEBUG : Logging.Detail.USUAL)
                .withoutPropertiesFile()
                .execute();
    }

    private Map<String, String> settings(S3Mount mount, Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        String prefix = "mounts." + mount.name() + ".";
        settings.put(prefix + "folder", folder.toAbsolutePath().toString());
        settings.put(prefix + "bucket", mount.bucket());
        settings.put(prefix + "prefix", mount.prefix());
        settings.put(prefix + "direction", mount.writeable() ? "two-way" : "download");
        settings.put(prefix + "initial-direction", "s3");
        settings.put(prefix + "deletions", "mirror");
        settings.put(prefix + "interval", Math.max(1, downloadInterval) + "s");
        settings.put(prefix + "region", region);
        if (profile != null) {
            settings.put(prefix + "profile", profile);
        }
        if (!mount.kmsKeyId().isEmpty()) {
            settings.put(prefix + "kms-key", mount.kmsKeyId());
        }
        return settings;
    }
}
