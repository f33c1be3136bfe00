package dev.flexgate.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flexgate demo}: somebody outside plays with the gateway; a buyer, unless told otherwise. */
@Command(
        name = "demo",
        description = "Play a counterparty: a buyer (bap, also without a word) or a grid operator.",
        subcommands = {BapDemo.class, OperatorDemo.class})
final class DemoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return requireNonNull(spec.commandLine().getSubcommands().get("bap")).execute();
    }
}
