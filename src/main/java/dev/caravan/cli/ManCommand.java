package dev.caravan.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan man}: the pages of the manual, made of what {@code --help} shows. */
@Command(
        name = "man",
        description = "Writes the manual page of a command, as man reads it.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan man status | man -l -"})
public final class ManCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command; caravan itself where left out.")
    private @Nullable String command;

    @Option(names = "--all", paramLabel = "DIR", description = "Write the page of each command into this directory.")
    private @Nullable Path all;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine caravan = CaravanCommand.commandLine();
        if (all != null) {
            writeAll(caravan, all);
            return CaravanCommand.DONE;
        }
        CommandLine one = command == null ? caravan : caravan.getSubcommands().get(command);
        if (one == null) {
            throw new ParameterException(spec.commandLine(), "'" + command + "' is no command of Caravan");
        }
        PrintWriter out = spec.commandLine().getOut();
        page(one).forEach(out::println);
        return CaravanCommand.DONE;
    }

    private static void writeAll(CommandLine caravan, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("caravan.1"), page(caravan));
        for (Map.Entry<String, CommandLine> each : caravan.getSubcommands().entrySet()) {
            if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
                Files.write(directory.resolve("caravan-" + each.getKey() + ".1"), page(each.getValue()));
            }
        }
    }

    private static List<String> page(CommandLine line) {
        CommandSpec page = line.getCommandSpec();
        UsageMessageSpec usage = page.usageMessage();
        String title = page.qualifiedName("-");
        List<String> text = new ArrayList<>();
        text.add(".TH \"" + title.toUpperCase(java.util.Locale.ROOT) + "\" \"1\" \"\" \"Caravan\" \"Caravan\"");
        text.add(".SH NAME");
        text.add(escaped(title + " - " + String.join(" ", usage.description())));
        text.add(".SH SYNOPSIS");
        text.add(escaped(line.getHelp().synopsis(0).strip().replaceAll("\\s+", " ")));
        text.add(".SH DESCRIPTION");
        text.add(escaped(String.join(" ", usage.description())));
        for (String paragraph : usage.footer()) {
            text.add(paragraph.isEmpty() ? ".PP" : escaped(paragraph));
        }
        if (!page.positionalParameters().isEmpty()) {
            text.add(".SH PARAMETERS");
            page.positionalParameters().forEach(each -> add(text, each));
        }
        text.add(".SH OPTIONS");
        page.options().forEach(each -> add(text, each));
        if (!page.subcommands().isEmpty()) {
            text.add(".SH COMMANDS");
            page.subcommands()
                    .forEach((name, sub) -> entry(
                            text,
                            name,
                            String.join(" ", sub.getCommandSpec().usageMessage().description())));
        }
        text.add(".SH SEE ALSO");
        text.add(escaped("docs/operations.md, where Caravan is installed"));
        return text;
    }

    private static void add(List<String> text, PositionalParamSpec parameter) {
        entry(text, parameter.paramLabel(), String.join(" ", parameter.description()));
    }

    private static void add(List<String> text, OptionSpec option) {
        String label = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
        entry(text, String.join(", ", option.names()) + label, String.join(" ", option.description()));
    }

    private static void entry(List<String> text, String term, String meaning) {
        text.add(".TP");
        text.add("\\fB" + escaped(term) + "\\fR");
        text.add(escaped(meaning));
    }

    /** What would be an instruction to man is text. */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("%n", "");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
