package dev.flexgate.cli;

import dev.flexgate.Config;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flexgate config}: the settings of this environment. */
@Command(name = "config", description = "Check and show the settings of this environment.")
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    @Command(name = "explain", description = "Every setting with its value, where it is from, and its default.")
    int explain() {
        return print(true);
    }

    @Command(name = "effective", description = "Every setting as it would be used; secrets are not shown.")
    int effective() {
        return print(false);
    }

    private int print(boolean origin) {
        Map<String, Config.Setting> settings = new TreeMap<>(Config.settings(System.getenv()));
        var out = spec.commandLine().getOut();
        settings.forEach((name, setting) -> out.println(name + "=" + setting.shown()
                + (origin ? "    # " + setting.origin() + ", default '" + setting.otherwise() + "'" : "")));
        out.flush();
        return ExitCode.DONE.code();
    }
}
