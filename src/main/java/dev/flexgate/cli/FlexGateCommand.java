package dev.flexgate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
        name = "flexgate",
        description = "Turns the flexible load of data centres into something a grid can trade.",
        mixinStandardHelpOptions = true,
        version = "flexgate 0.1.0",
        scope = ScopeType.INHERIT,
        subcommands = {RunCommand.class, DemoCommand.class, AuditCommand.class, SettlementCommand.class})
public final class FlexGateCommand {}
