package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that asks the ledger of one mount, or tells it something, whether or not the mount is synchronized now. */
abstract class MountCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws IOException {
        Mount mount = options.mount(name);
        try (Ledger ledger = MountOptions.ledger(mount)) {
            run(mount, ledger, spec.commandLine().getOut());
        }
        return CaravanCommand.DONE;
    }

    abstract void run(Mount mount, Ledger ledger, PrintWriter out) throws IOException;
}
