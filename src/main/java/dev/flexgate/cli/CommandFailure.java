package dev.flexgate.cli;

/** Ends a command with three lines: what failed, why, and what to do. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exit;
    private final String why;
    private final String fix;

    CommandFailure(ExitCode exit, String what, String why, String fix) {
        super(what);
        this.exit = exit;
        this.why = why;
        this.fix = fix;
    }

    ExitCode exit() {
        return exit;
    }

    String why() {
        return why;
    }

    String fix() {
        return fix;
    }
}
