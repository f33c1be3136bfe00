package dev.flexgate.cli;

import picocli.CommandLine.Option;

/** Which part of a list. */
final class Paging {

    @Option(names = "--after", defaultValue = "", description = "Begin after this one: the last of the page before.")
    String after = "";

    @Option(names = "--limit", defaultValue = "50", description = "At most so many, 1 to 200.")
    int limit = 50;

    String limitText() {
        return Integer.toString(limit);
    }
}
