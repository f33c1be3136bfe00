package dev.flexgate;

import dev.flexgate.cli.CommandLines;

/** The front door: hands the command line to its commands. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        String[] command = arguments.length == 0 ? new String[] {"run"} : arguments;
        System.exit(CommandLines.execute(command));
    }
}
