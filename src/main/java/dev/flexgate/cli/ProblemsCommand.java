package dev.flexgate.cli;

import dev.flexgate.Spelling;
import dev.flexgate.wire.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flexgate problems}: what a code means and what to do about it; asks no gateway. */
@Command(name = "problems", description = "Explain a problem code, such as JOB_REFUSED.")
final class ProblemsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "CODE", arity = "0..1", defaultValue = "", description = "All of them without it.")
    private String code = "";

    @Override
    public Integer call() {
        String asked = code.toUpperCase(Locale.ROOT).replace('-', '_');
        List<ProblemCode> found = Arrays.stream(ProblemCode.values())
                .filter(each -> asked.isEmpty() || each.name().equals(asked))
                .toList();
        if (found.isEmpty()) {
            List<String> names =
                    Arrays.stream(ProblemCode.values()).map(Enum::name).toList();
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no problem " + asked,
                    "the gateway never answers so",
                    Spelling.nearest(asked, names)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("list them with: flexgate problems"));
        }
        var out = spec.commandLine().getOut();
        for (ProblemCode each : found) {
            out.println(each.name() + " (" + each.status() + "): " + each.title());
            out.println("  " + each.fix());
        }
        out.flush();
        return ExitCode.DONE.code();
    }
}
