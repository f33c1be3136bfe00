package dev.flexgate.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "flexgate",
        description = "Turns the flexible load of data centres into something a grid can trade.",
        mixinStandardHelpOptions = true,
        version = "flexgate 0.1.0",
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = "%nEvery command ends with one of the exit codes of docs/reference/cli.md.")
public final class FlexGateCommand implements Runnable {

    /** Forms of output. */
    enum Output {
        TABLE,
        JSON,
        JSONL
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:FLEXGATE_URL:-http://127.0.0.1:8080}",
            description = "Address of the gateway (FLEXGATE_URL; default ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "File that holds the API key; without it FLEXGATE_API_KEY. Keys are never arguments.")
    private @Nullable Path keyFile;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            defaultValue = "TABLE",
            description = "table, json (the gateway's answer as it is) or jsonl (one line each).")
    private Output output = Output.TABLE;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours in help, as with NO_COLOR.")
    void colour(boolean off) {
        if (off) {
            spec.root().commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
    }

    @Option(
            names = "--progress",
            scope = ScopeType.INHERIT,
            defaultValue = "AUTO",
            description = "How long work is shown on stderr: auto, bar, lines, json or none.")
    private Progress.Form progress = Progress.Form.AUTO;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Say where a failure came from.")
    private boolean debug;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    URI url() {
        return url;
    }

    @Nullable
    Path keyFile() {
        return keyFile;
    }

    Output output() {
        return output;
    }

    Progress.Form progress() {
        return progress;
    }

    boolean debug() {
        return debug;
    }
}
