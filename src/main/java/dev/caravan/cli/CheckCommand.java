package dev.caravan.cli;

import dev.caravan.config.Settings;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Checker;
import dev.caravan.sync.plan.Compared;
import dev.caravan.sync.plan.Compared.Mark;
import dev.caravan.sync.plan.LookFault;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code caravan check}. */
@Command(
        name = "check",
        description = "Compares both sides of one mount or all in full, and changes nothing.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "A line for each path that differs: '+' it is in the folder alone, '-' in S3 alone, '*' its contents differ, '!' it"
                    + " cannot be told. With --all also '=' for what is the same.",
            "",
            "Exit codes: 0 when both sides are the same, else 1.",
            "",
            "Example: caravan check photos --content"
        })
public final class CheckCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "MOUNT", description = "The name of a mount; all where it is left out.")
    private @Nullable String name;

    @Option(names = "--content", description = "Read every file and every object, whatever checksums say.")
    private boolean content;

    @Option(names = "--all", description = "Tell of what is the same, too.")
    private boolean all;

    @Option(names = "--json", description = "Write one JSON object a line; docs/operations.md lists their fields.")
    private boolean json;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        List<Mount> mounts = options.mounts(name);
        int code = CaravanCommand.DONE;
        try (Clients clients = new Clients(settings.concurrency(), new PreparedPuts())) {
            Checker checker = new Checker(clients, options.environment(settings));
            for (Mount mount : mounts) {
                code = Math.max(code, check(checker, mount));
            }
        }
        return code;
    }

    private int check(Checker checker, Mount mount) throws IOException {
        Map<Mark, Long> counts = new EnumMap<>(Mark.class);
        try {
            checker.check(mount, content, path -> {
                counts.merge(path.mark(), 1L, Long::sum);
                if (all || path.mark() != Mark.SAME) {
                    tell(mount, path);
                }
            });
        } catch (MountException | SdkException e) {
            spec.commandLine().getErr().println(LookFault.of(mount, e));
            return CaravanCommand.FAILED;
        }
        total(mount, counts);
        boolean same = counts.keySet().stream().allMatch(mark -> mark == Mark.SAME);
        return same ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private void tell(Mount mount, Compared path) {
        if (!json) {
            spec.commandLine()
                    .getOut()
                    .println(path.mark().sign() + " " + HumanFormat.visible(path.path())
                            + (path.why().isEmpty() ? "" : "  " + path.why()));
            return;
        }
        JsonObject line = new JsonObject();
        line.put("kind", "path");
        line.put("mount", mount.name().value());
        line.put("mark", path.mark().word());
        line.put("path", path.path());
        if (!path.why().isEmpty()) {
            line.put("why", path.why());
        }
        spec.commandLine().getOut().println(line.toJson());
    }

    private void total(Mount mount, Map<Mark, Long> counts) {
        if (json) {
            JsonObject line = new JsonObject();
            line.put("kind", "totals");
            line.put("mount", mount.name().value());
            for (Mark mark : Mark.values()) {
                line.put(mark.word(), counts.getOrDefault(mark, 0L));
            }
            spec.commandLine().getOut().println(line.toJson());
            return;
        }
        String text = counts.entrySet().stream()
                .map(each -> each.getValue() + " "
                        + each.getKey().word().replace('-', ' ').replace("s3", "S3"))
                .collect(Collectors.joining(", "));
        spec.commandLine().getOut().println(mount + ": " + (text.isEmpty() ? "nothing on either side" : text) + ".");
    }
}
