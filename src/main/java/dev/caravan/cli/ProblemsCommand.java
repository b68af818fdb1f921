package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.session.FolderCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code caravan problems}. */
@Command(
        name = "problems",
        description = "Lists the paths that cannot be brought in step, each with the reason.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan problems photos"})
public final class ProblemsCommand extends MountCommand {
    /** What stands in the way now: a mount that cannot start writes nothing down. */
    @Override
    boolean tellsWithoutIndex(Mount mount, PrintWriter out) {
        Optional<String> fault = FolderCheck.fault(mount, new UserState(System.getenv()));
        fault.ifPresent(why -> out.println("mount '" + mount.name() + "' cannot be brought in step: " + why));
        return fault.isPresent();
    }

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        Map<String, String> all = ledger.problems().all();
        all.forEach((path, why) -> out.println(
                (path.isEmpty() ? "mount '" + mount.name() + "'" : HumanFormat.visible(path)) + "  " + why));
        out.println(all.isEmpty() ? "No problems." : HumanFormat.count(all.size(), "problem") + ".");
        return all.isEmpty() ? CaravanCommand.DONE : CaravanCommand.WAITING;
    }
}
