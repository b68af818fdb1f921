package dev.caravan.cli;

import dev.caravan.local.StateDirectory;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.util.json.JsonObject;
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

    final Mount mount() throws IOException {
        return options.mount(name);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Mount mount = mount();
        Optional<JsonObject> said = MountStatus.client(mount).carryOut(request);
        if (request.equals("sync-now")
                && said.filter(status -> status.getBooleanOrDefault("paused", false))
                        .isPresent()) {
            spec.commandLine()
                    .getErr()
                    .println("Mount '" + mount + "' is paused, so no pass begins. Go on with: "
                            + options.line("resume " + mount));
            return CaravanCommand.FAILED;
        }
        String obstacle =
                said.map(status -> status.getStringOrDefault("message", "")).orElse("");
        if (!obstacle.isEmpty()) {
            spec.commandLine().getErr().println("Mount '" + mount + "': " + obstacle + ".");
            return CaravanCommand.FAILED;
        }
        if (said.isPresent()) {
            spec.commandLine().getOut().println(done + (back.isEmpty() ? "" : " " + options.line(back + " " + mount)));
            return CaravanCommand.DONE;
        }
        spec.commandLine()
                .getErr()
                .println(
                        StateDirectory.isOpen(MountOptions.state(mount))
                                ? "The Caravan that has mount '" + mount
                                        + "' open does not answer: it hangs, is stopped, or was"
                                        + " started with control.enabled = false. If it goes on, it may still do this."
                                : "No Caravan is running on mount '" + mount + "'. Start it with: "
                                        + options.line("run --mount " + mount));
        return CaravanCommand.FAILED;
    }
}
