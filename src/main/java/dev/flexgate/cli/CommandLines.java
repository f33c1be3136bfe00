package dev.flexgate.cli;

import dev.flexgate.Config.ConfigException;
import dev.flexgate.Spelling;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: results to stdout; what went wrong to stderr, and in the exit code. */
public final class CommandLines {

    private CommandLines() {}

    /** A new command line with every command. */
    public static CommandLine create() {
        return new CommandLine(new FlexGateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
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
