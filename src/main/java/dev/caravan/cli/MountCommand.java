package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that asks the ledger of one mount, or tells it something, whether or not the mount is synchronized now. */
abstract class MountCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws IOException {
        Mount mount = options.mount(name);
        if (tellsWithoutIndex(mount, spec.commandLine().getOut())) {
            return CaravanCommand.WAITING;
        }
        try (Ledger ledger = options.ledger(mount)) {
            return run(mount, ledger, spec.commandLine().getOut());
        }
    }

    /** Whether a command has told all there is to tell of a mount that cannot be opened. */
    boolean tellsWithoutIndex(Mount mount, PrintWriter out) {
        return false;
    }

    /** Returns the exit code. */
    abstract int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException;

    final CommandLine commandLine() {
        return spec.commandLine();
    }

    /** The settings that this command was given. */
    final MountOptions options() {
        return options;
    }

    /** A command line about the same mount, as it has to be typed. */
    final String line(String command) {
        return options.line(command + " " + name);
    }

    /** When what a person asked for happens. */
    final String nextPass(Mount mount) throws IOException {
        return StateDirectory.isOpen(MountOptions.state(mount))
                ? "The next pass of the running Caravan carries it out."
                : "No Caravan is running on this mount; carry it out with: "
                        + options.line("run --once --mount " + mount);
    }
}
