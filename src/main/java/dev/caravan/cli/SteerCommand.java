package dev.caravan.cli;

import dev.caravan.mount.Mount;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that has the running Caravan do something about one mount. */
abstract class SteerCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final String request;
    private final String done;
    private final String back;

    SteerCommand(String request, String done) {
        this(request, done, "");
    }

    /**
     * A request by its name.
     *
     * @param done what follows, for people
     * @param back the command that takes it back; empty if there is none
     */
    SteerCommand(String request, String done, String back) {
        this.request = request;
        this.done = done;
        this.back = back;
    }

    @Override
    public final Integer call() throws IOException {
        Mount mount = options.mount(name);
        if (MountStatus.client(mount).carryOut(request).isPresent()) {
            spec.commandLine().getOut().println(done + (back.isEmpty() ? "" : " " + options.line(back + " " + mount)));
            return CaravanCommand.DONE;
        }
        spec.commandLine()
                .getErr()
                .println("No Caravan answers for mount '" + mount
                        + "': either none is running on it, or it was started with" + " control.enabled = false.");
        return CaravanCommand.FAILED;
    }
}
