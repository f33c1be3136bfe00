package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun whose verbs ask the gateway and print what it says. */
abstract class RestCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    final FlexGateCommand options() {
        return (FlexGateCommand) spec.root().userObject();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where progress and hints go. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final Progress progress(String what, long total) {
        return Progress.of(err(), options().progress(), what, total);
    }

    final <T> T ask(Function<Rest, T> question) {
        try (var rest = new Rest(options())) {
            return question.apply(rest);
        }
    }

    /** Prints the list that an answer holds under {@code name}. */
    final int list(String path, String name, Table table) {
        return print(ask(rest -> rest.get(path)), name, table);
    }

    /** The same for an answer in hand. */
    final int print(JsonNode answer, String name, Table table) {
        JsonNode rows = answer.path(name);
        switch (options().output()) {
            case JSON -> out().println(Json.text(answer));
            case JSONL -> rows.forEach(row -> out().println(Json.text(row)));
            case TABLE -> {
                table.print(out(), rows);
                String next = answer.path("next").asText(answer.at("/page/next").asText());
                if (!next.isEmpty()) {
                    err().println("more: --after " + next);
                }
            }
        }
        out().flush();
        return ExitCode.DONE.code();
    }

    /** Prints one thing, field by field. */
    final int show(JsonNode thing) {
        if (options().output() == FlexGateCommand.Output.TABLE) {
            int width = thing.propertyStream()
                    .map(Map.Entry::getKey)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            thing.propertyStream().forEach(field -> {
                JsonNode value = field.getValue();
                out().println(field.getKey()
                        + " ".repeat(width - field.getKey().length() + 2)
                        + (value.isTextual() ? value.asText() : Json.text(value)));
            });
        } else {
            out().println(Json.text(thing));
        }
        out().flush();
        return ExitCode.DONE.code();
    }

    /** {@code ?after=...&limit=...} and more, without what is empty. */
    static String query(String path, String... pairs) {
        var text = new StringBuilder(path);
        char mark = '?';
        for (int index = 0; index < pairs.length; index += 2) {
            if (!pairs[index + 1].isEmpty()) {
                text.append(mark)
                        .append(pairs[index])
                        .append('=')
                        .append(URLEncoder.encode(pairs[index + 1], StandardCharsets.UTF_8));
                mark = '&';
            }
        }
        return text.toString();
    }
}
