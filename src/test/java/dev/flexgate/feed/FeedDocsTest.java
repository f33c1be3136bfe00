package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The capability matrix of docs/reference/feeds.md is the one of the code, row by row. */
class FeedDocsTest {

    @Test
    void every_series_and_provider_is_documented_as_the_code_has_it_and_no_other() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "reference", "feeds.md"));
        assertEquals(
                Catalogue.capabilities().stream().map(FeedDocsTest::row).collect(Collectors.joining("\n")),
                part(lines, "| series |"));
        assertEquals(
                Catalogue.sources().map(FeedDocsTest::row).collect(Collectors.joining("\n")),
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

    private static String row(Capability each) {
        return "| `" + each.series() + "` | " + signals(each.signals()) + " | " + each.zonesInWords() + " | "
                + each.basis().words() + " | " + words(each.window().history()) + " | "
                + words(each.window().ahead()) + " | " + words(each.resolution()) + " | `" + each.quality() + "` | "
                + each.published() + " |";
    }

    private static String row(Source each) {
        return "| `" + each.id() + "` | " + each.title() + " | " + each.base() + " | "
                + each.keySetting().map(name -> "`" + name + "`").orElse("none") + " | "
                + each.rate().requests()
                + " in " + words(each.rate().per()) + " ("
                + each.rate().basis().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ") | " + each.licence() + " |";
    }

    private static String signals(Set<Signal> signals) {
        Set<Signal> shares = new TreeSet<>(Signal.mix());
        shares.retainAll(signals);
        List<String> names = signals.stream()
                .filter(each -> !Signal.mix().contains(each))
                .sorted()
                .map(each -> "`" + each + "`")
                .collect(Collectors.toCollection(ArrayList::new));
        if (!shares.isEmpty()) {
            names.add(shares.size() == Signal.mix().size() ? "`MIX`" : "`MIX` (" + shares.size() + " of 12)");
        }
        return String.join(", ", names);
    }

    private static String words(Duration duration) {
        if (duration.isZero()) {
            return "-";
        }
        return duration.toMinutes() % 1_440 == 0
                ? duration.toDays() + " d"
                : duration.toMinutes() % 60 == 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
