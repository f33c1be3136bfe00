package dev.flexgate.cli;

import dev.flexgate.Config.ConfigException;
import dev.flexgate.Spelling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: results to stdout; what went wrong to stderr, and in the exit code. */
public final class CommandLines {

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            DemoCommand.class,
            JobsCommand.class,
            SlotsCommand.class,
            OrdersCommand.class,
            PlanCommand.class,
            PlansCommand.class,
            AuditCommand.class,
            FlexCommand.class,
            ForecastCommand.class,
            FeedsCommand.class,
            WindowsCommand.class,
            PlacementsCommand.class,
            BudgetsCommand.class,
            PoliciesCommand.class,
            DispatchesCommand.class,
            MigrationsCommand.class,
            ReadingsCommand.class,
            SettlementCommand.class,
            WebhooksCommand.class,
            KeysCommand.class,
            TenantsCommand.class,
            ConfigCommand.class,
            ProblemsCommand.class,
            GenerateCompletion.class);

    private CommandLines() {}

    /**
     * Runs what the arguments ask for and gives its exit code. Reading the options of every command takes longer than
     * most commands do, so where the first word names one the others are left out.
     */
    public static int execute(String... arguments) {
        return with(COMMANDS.stream()
                        .filter(command ->
                                arguments.length > 0 && nameOf(command).equals(arguments[0]))
                        .filter(command -> !command.equals(GenerateCompletion.class)) // which writes about all
                        .findFirst()
                        .<List<Class<?>>>map(List::of)
                        .orElse(COMMANDS))
                .execute(arguments);
    }

    /** A new command line with every command. */
    public static CommandLine create() {
        return with(COMMANDS);
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static CommandLine with(List<Class<?>> commands) {
        var line = new CommandLine(new FlexGateCommand());
        commands.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(CommandLines::failed)
                .setParameterExceptionHandler(misused());
    }

    private static int failed(Exception fault, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean debug = ((FlexGateCommand) command.getCommandSpec().root().userObject()).debug();
        if (fault instanceof CommandFailure failure) {
            err.println("error: " + failure.getMessage());
            err.println("  why: " + failure.why());
            err.println("  fix: " + failure.fix());
            if (debug) {
                failure.printStackTrace(err);
            }
            return failure.exit().code();
        }
        if (fault instanceof ConfigException unusable) {
            err.println(unusable.getMessage());
            return ExitCode.USAGE.code();
        }
        err.println("error: " + parsed.originalArgs().stream().findFirst().orElse("flexgate") + " failed");
        err.println("  why: " + fault);
        err.println("  fix: run it again with --debug and report what it prints");
        if (debug) {
            fault.printStackTrace(err);
        }
        return ExitCode.UNEXPECTED.code();
    }

    private static Optional<String> meant(ParameterException fault) {
        if (!(fault instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        var spec = fault.getCommandLine().getCommandSpec();
        var candidates = new TreeSet<>(spec.subcommands().keySet());
        candidates.addAll(spec.optionsMap().keySet());
        return Spelling.nearest(unmatched.getUnmatched().getFirst(), candidates);
    }

    private static IParameterExceptionHandler misused() {
        return (ParameterException fault, String[] arguments) -> {
            CommandLine command = fault.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("error: " + fault.getMessage());
            meant(fault).ifPresent(near -> err.println("  why: did you mean " + near + "?"));
            err.println("  fix: see " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE.code();
        };
    }
}
