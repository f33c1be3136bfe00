package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.feed.CapabilityMatrix.ProviderLine;
import dev.flexgate.feed.CapabilityMatrix.SeriesLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The capability matrix of docs/reference/feeds.md is the one of the code, row by row. */
class FeedDocsTest {

    @Test
    void every_series_and_provider_is_documented_as_the_code_has_it_and_no_other() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "reference", "feeds.md"));
        assertEquals(
                CapabilityMatrix.series().stream().map(FeedDocsTest::row).collect(Collectors.joining("\n")),
                part(lines, "| series |"));
        assertEquals(
                CapabilityMatrix.providers().stream().map(FeedDocsTest::row).collect(Collectors.joining("\n")),
                part(lines, "| provider |"));
    }

    @Test
    void every_key_is_a_documented_setting() throws IOException {
        String settings = Files.readString(Path.of("docs", "reference", "settings.md"));
        List<String> missing = new ArrayList<>();
        for (String name : Catalogue.keySettings()) {
            if (!settings.contains("| `" + name + "`")) {
                missing.add(name);
            }
        }
        assertEquals(List.of(), missing);
    }

    /** The rows of the table that begins with {@code header}. */
    private static String part(List<String> lines, String header) {
        return lines.stream()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
    }

    private static String row(SeriesLine each) {
        String signals = each.signals().stream()
                .map(name -> name.replaceFirst("^\\w+", "`$0`"))
                .collect(Collectors.joining(", "));
        return "| `" + each.series() + "` | " + signals + " | " + each.zones() + " | " + each.basis() + " | "
                + each.back() + " | " + each.ahead() + " | " + each.step() + " | `" + each.quality() + "` | "
                + each.published() + " |";
    }

    private static String row(ProviderLine each) {
        return "| `" + each.provider() + "` | " + each.title() + " | " + each.address() + " | "
                + (each.key().isEmpty() ? "none" : "`" + each.key() + "`") + " | " + each.rate() + " | "
                + each.licence() + " |";
    }
}
