package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** Exit code: memory was not enough. The start script and Java's own option see to it. */
    public static final int NO_MEMORY = 3;

    /** Exit code: a person is wanted, as deletions are held, or conflicts or problems are there. */
    public static final int WAITING = 4;

    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a command line; returns the exit code. */
    public static int execute(String... args) {
        return commandLine(args).execute(args);
    }

    /** As {@link #execute(String...)}, with other streams. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(args).setOut(out).setErr(err).execute(args);
    }

    /** What understands a command line: it knows all commands only where that line does not begin with one. */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new CaravanCommand());
        Class<?> first = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (first == null || first == CommandLine.HelpCommand.class) {
            COMMANDS.forEach(line::addSubcommand);
        } else {
            line.addSubcommand(args[0], first);
        }
        return line.setExecutionExceptionHandler(CaravanCommand::explain)
                .setExitCodeExceptionMapper(failure -> failure instanceof ParameterException ? WRONG : FAILED);
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("top", TopCommand.class);
        commands.put("page", PageCommand.class);
        commands.put("plan", PlanCommand.class);
        commands.put("apply", ApplyCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("why", WhyCommand.class);
        commands.put("sync-now", SyncNowCommand.class);
        commands.put("pause", PauseCommand.class);
        commands.put("resume", ResumeCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("held", HeldCommand.class);
        commands.put("approve", ApproveCommand.class);
        commands.put("reject", RejectCommand.class);
        commands.put("undo", UndoCommand.class);
        commands.put("trash", TrashCommand.class);
        commands.put("limit", LimitCommand.class);
        commands.put("conflicts", ConflictsCommand.class);
        commands.put("problems", ProblemsCommand.class);
        commands.put("completion", CompletionCommand.class);
        commands.put("man", ManCommand.class);
        commands.put("s3-synchronizer", S3SynchronizerCommand.class);
        commands.put("rehearse", RehearseCommand.class);
        commands.put("help", CommandLine.HelpCommand.class);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is missing; 'caravan run' synchronizes the mounts.");
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
