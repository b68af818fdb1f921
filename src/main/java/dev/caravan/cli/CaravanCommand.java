package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code caravan}: it only has others. */
@Command(
        name = "caravan",
        description = "Keeps folders and S3 buckets in step, continuously and without losing anything.",
        subcommands = {
            RunCommand.class,
            DoctorCommand.class,
            HeldCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            UndoCommand.class,
            LimitCommand.class,
            ConflictsCommand.class,
            ProblemsCommand.class,
            S3SynchronizerCommand.class,
            RehearseCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND")
public final class CaravanCommand implements Runnable {
    /** Exit code: everything that differed was brought in step. */
    public static final int DONE = 0;

    /** Exit code: something could not be brought in step. */
    public static final int FAILED = 1;

    /** Exit code: the command line or a setting is wrong; nothing was done. */
    public static final int WRONG = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a command line; returns the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** As {@link #execute(String...)}, with other streams. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new CaravanCommand())
                .setExecutionExceptionHandler(CaravanCommand::explain)
                .setExitCodeExceptionMapper(failure -> failure instanceof ParameterException ? WRONG : FAILED);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** A stack trace helps only who asked for one. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        ConfigurationException wrong = causeOf(failure, ConfigurationException.class);
        command.getErr().println(wrong == null ? Causes.of(failure) : wrong.getMessage());
        if (parsed.subcommand() != null && parsed.subcommand().hasMatchedOption("--debug")) {
            failure.printStackTrace(command.getErr());
        }
        return wrong == null ? FAILED : WRONG;
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
